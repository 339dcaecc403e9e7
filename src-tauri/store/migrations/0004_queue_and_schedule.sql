-- The week's slots of an account, as a document of the workbench's. A column of its own: what is learned of
-- an account is written over `details` as a whole, and must never write over a person's plan.
ALTER TABLE accounts ADD COLUMN slots TEXT NOT NULL DEFAULT '[]';
-- Since when a person holds the account's queue. Apart from `paused_until`, which is Instagram's.
ALTER TABLE accounts ADD COLUMN held_at INTEGER;
-- Why Instagram's pause began: wait, sign_in or block. A block is lifted by a person alone.
ALTER TABLE accounts ADD COLUMN pause_kind TEXT;
UPDATE accounts SET pause_kind = CASE WHEN paused_until = 9223372036854775807 THEN 'sign_in' ELSE 'wait' END
    WHERE paused_until IS NOT NULL;
-- When a post of the account was begun last: late ones keep their distance from it.
ALTER TABLE accounts ADD COLUMN begun_at INTEGER;

-- What became of a post's time: NULL until the queue met it, then in_time, late or missed.
ALTER TABLE posts ADD COLUMN met TEXT;
UPDATE posts SET met = 'in_time' WHERE state <> 'scheduled';

CREATE INDEX posts_unmet ON posts (due_at) WHERE state = 'scheduled' AND met IS NULL;
CREATE INDEX posts_of_draft ON posts (draft_id, created_at) WHERE draft_id IS NOT NULL;
CREATE INDEX posts_attention ON posts (due_at) WHERE state = 'needs_attention';
-- With the state in it, so that the queue is counted without its documents.
DROP INDEX posts_open;
CREATE INDEX posts_open ON posts (due_at, created_at, id, state)
    WHERE state IN ('scheduled', 'waiting', 'publishing', 'checking');
CREATE INDEX posts_settled ON posts (updated_at)
    WHERE state IN ('published', 'failed', 'needs_attention', 'cancelled');
-- Whether an account has a post under way.
CREATE INDEX posts_held ON posts (account_id, lease_until) WHERE lease_owner IS NOT NULL;
