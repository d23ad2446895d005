-- A workspace with its workflows, their versions and publications.
-- Portable on purpose (SQLite today, PostgreSQL later): text moments in RFC 3339 UTC with milliseconds, which
-- sort as text; no row ids, no engine-specific functions.
CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE workspaces (
    slug TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    read_only INTEGER NOT NULL,
    -- Moves with every change in the workspace: what is cached of it is then out of date.
    generation BIGINT NOT NULL
);

CREATE TABLE workflows (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (slug),
    url TEXT NOT NULL,
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
    search_text TEXT NOT NULL,
    name_key TEXT NOT NULL,
    -- Tokens minted in an earlier epoch are revoked.
    token_epoch BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
);

-- A slug names one live workflow; those in the Trash do not hold it.
CREATE UNIQUE INDEX workflows_live ON workflows (workspace, url) WHERE deleted_at IS NULL;
CREATE INDEX workflows_updated ON workflows (workspace, updated_at, id);

CREATE TABLE versions (
    workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    config TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (workflow_id, version)
);

CREATE TABLE publications (
    workspace TEXT NOT NULL,
    url TEXT NOT NULL,
    -- One origin a line.
    origins TEXT NOT NULL,
    token_minutes BIGINT NOT NULL,
    per_minute BIGINT NOT NULL,
    PRIMARY KEY (workspace, url)
);
