-- Which post a call was made for; none for what concerns the account alone.
ALTER TABLE calls ADD COLUMN post_id TEXT;

CREATE INDEX calls_of_post ON calls (post_id, id) WHERE post_id IS NOT NULL;

-- What a picture looks like, in 64 bits: `fanfold_media::fingerprint`.
CREATE TABLE prints (
    media TEXT    NOT NULL PRIMARY KEY,
    print INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The prints of a post's pictures in order, eight bytes each, the highest first. A post without a row was
-- not looked at yet.
CREATE TABLE post_prints (
    post_id TEXT NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    prints  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A post that is made of something else is looked at anew.
CREATE TRIGGER post_prints_of_a_changed_post AFTER UPDATE OF document ON posts
WHEN old.document <> new.document
BEGIN
    DELETE FROM post_prints WHERE post_id = new.id;
END;

-- Posts of an account by where they stand, without reading what they are made of.
CREATE INDEX posts_of_account_by_state ON posts (account_id, state, due_at);
