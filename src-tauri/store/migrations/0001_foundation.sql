-- Times are whole milliseconds since 1970-01-01 UTC. Documents are JSON text, read by their own version.

CREATE TABLE accounts (
    id               TEXT    NOT NULL PRIMARY KEY,
    username         TEXT    NOT NULL,
    flavour          TEXT    NOT NULL,
    ig_user_id       TEXT    NOT NULL,
    graph_url        TEXT,
    media_host       TEXT    NOT NULL,
    token_expires_at INTEGER,
    token_state      TEXT    NOT NULL,
    paused_until     INTEGER,
    pause_reason     TEXT,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE drafts (
    id         TEXT    NOT NULL PRIMARY KEY,
    title      TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;

CREATE INDEX drafts_by_update ON drafts (updated_at);

CREATE TABLE media (
    hash        TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    bytes       INTEGER NOT NULL,
    facts       TEXT    NOT NULL,
    imported_at INTEGER NOT NULL
) STRICT;

CREATE TABLE posts (
    id               TEXT    NOT NULL PRIMARY KEY,
    account_id       TEXT    NOT NULL,
    draft_id         TEXT,
    state            TEXT    NOT NULL,
    due_at           INTEGER NOT NULL,
    until_at         INTEGER,
    attempts         INTEGER NOT NULL DEFAULT 0,
    document         TEXT    NOT NULL,
    run              TEXT    NOT NULL,
    media_id         TEXT,
    permalink        TEXT,
    error            TEXT,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    lease_owner      TEXT,
    lease_until      INTEGER,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
) STRICT;

-- The next due post is found over the unsettled ones only, however many were ever published.
CREATE INDEX posts_open ON posts (due_at, created_at, id)
    WHERE state IN ('scheduled', 'waiting', 'publishing', 'checking');
CREATE INDEX posts_open_of_account ON posts (account_id, due_at, created_at, id)
    WHERE state IN ('scheduled', 'waiting', 'publishing', 'checking');
CREATE INDEX posts_of_account ON posts (account_id, created_at);
CREATE INDEX posts_leased ON posts (lease_owner) WHERE lease_owner IS NOT NULL;

CREATE TABLE journal (
    id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    post_id TEXT    NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    entry   TEXT    NOT NULL
) STRICT;

CREATE INDEX journal_of_post ON journal (post_id, id);

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
