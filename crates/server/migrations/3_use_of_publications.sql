-- How often tokens were given and refused, by day: counts, no data of anybody.
CREATE TABLE token_use (
    workspace TEXT NOT NULL,
    url TEXT NOT NULL,
    -- YYYY-MM-DD in UTC.
    day TEXT NOT NULL,
    given BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    PRIMARY KEY (workspace, url, day)
);

-- What was done about publications, by whom.
CREATE TABLE audit (
    at TEXT NOT NULL,
    workspace TEXT NOT NULL,
    url TEXT NOT NULL,
    -- editor, key or file.
    who TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX audit_of ON audit (workspace, url, at);
