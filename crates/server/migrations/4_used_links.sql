-- One-time links that somebody has signed in with.
CREATE TABLE used_links (
    id TEXT PRIMARY KEY NOT NULL,
    used_at TEXT NOT NULL
);
