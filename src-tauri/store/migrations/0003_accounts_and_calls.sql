-- What Instagram said of an account: permissions, quota, Page. A document of the workbench's.
ALTER TABLE accounts ADD COLUMN details TEXT NOT NULL DEFAULT '{}';

-- Every call to Instagram, after it ended. No address, no content, no token.
CREATE TABLE calls (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    endpoint   TEXT    NOT NULL,
    ms         INTEGER NOT NULL,
    http       INTEGER,
    code       INTEGER,
    subcode    INTEGER,
    trace_id   TEXT,
    request_id TEXT    NOT NULL
) STRICT;

CREATE INDEX calls_of_account ON calls (account_id, id);
