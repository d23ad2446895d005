-- The same tables as in `migrations`, for PostgreSQL. COLLATE "C" compares texts by their bytes, as SQLite does, so
-- that order, pages and slugs are the same in either; all numbers are of 64 bits, as SQLite's are.
CREATE TABLE meta (
    name TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row: moves with every write. Writers of all copies take turns by its lock, and a copy that sees it moved knows
-- that another one has written.
CREATE TABLE changes (
    number BIGINT NOT NULL
);
INSERT INTO changes (number) VALUES (0);

CREATE TABLE workspaces (
    slug TEXT COLLATE "C" PRIMARY KEY,
    name TEXT NOT NULL,
    read_only BIGINT NOT NULL,
    -- Moves with every change in the workspace: what is cached of it is then out of date.
    generation BIGINT NOT NULL
);

CREATE TABLE workflows (
    id TEXT COLLATE "C" PRIMARY KEY,
    workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (slug),
    url TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    config TEXT NOT NULL,
    -- Moves with every update: a write says which one it has seen.
    revision BIGINT NOT NULL,
    -- The newest version's number.
    version BIGINT NOT NULL,
    block_count BIGINT NOT NULL,
    -- One block type a line.
    block_types TEXT NOT NULL,
    problems BIGINT NOT NULL,
    -- Lower case: name, slug, description, block types.
    search_text TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    -- Tokens minted in an earlier epoch are revoked.
    token_epoch BIGINT NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL,
    updated_at TEXT COLLATE "C" NOT NULL,
    deleted_at TEXT COLLATE "C"
);

-- A slug names one live workflow; those in the Trash do not hold it.
CREATE UNIQUE INDEX workflows_live ON workflows (workspace, url) WHERE deleted_at IS NULL;
CREATE INDEX workflows_updated ON workflows (workspace, updated_at, id);

CREATE TABLE versions (
    workflow_id TEXT COLLATE "C" NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL,
    config TEXT NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workflow_id, version)
);

CREATE TABLE publications (
    workspace TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    -- One origin a line.
    origins TEXT NOT NULL,
    token_minutes BIGINT NOT NULL,
    per_minute BIGINT NOT NULL,
    -- What the configuration file no longer names is published no longer.
    from_file BIGINT NOT NULL,
    PRIMARY KEY (workspace, url)
);

-- How often tokens were given and refused, by day: counts, no data of anybody.
CREATE TABLE token_use (
    workspace TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    -- YYYY-MM-DD in UTC.
    day TEXT COLLATE "C" NOT NULL,
    given BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    PRIMARY KEY (workspace, url, day)
);

-- What was done about publications, by whom.
CREATE TABLE audit (
    at TEXT COLLATE "C" NOT NULL,
    workspace TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    -- editor, key or file.
    who TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX audit_of ON audit (workspace, url, at);

-- One-time links that somebody has signed in with.
CREATE TABLE used_links (
    id TEXT COLLATE "C" PRIMARY KEY,
    used_at TEXT COLLATE "C" NOT NULL
);
