-- What the rail shows of a draft and what a search looks at, so that neither reads a document. Newest first on the disk:
-- a list, or a search, reads from the front and stops when it has enough.
CREATE TABLE draft_lines (
    updated_at INTEGER NOT NULL,
    draft_id   TEXT    NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    -- Title and caption, folded. NULL: saved before this table was, and read when the database is opened.
    words      TEXT,
    -- A document of the workbench's. NULL: to be judged when it is shown.
    summary    TEXT,
    PRIMARY KEY (updated_at DESC, draft_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX draft_lines_of ON draft_lines (draft_id);
CREATE INDEX draft_lines_unread ON draft_lines (draft_id) WHERE words IS NULL;

INSERT INTO draft_lines (updated_at, draft_id)
    SELECT updated_at, id FROM drafts WHERE deleted_at IS NULL;

DROP INDEX drafts_by_update;
