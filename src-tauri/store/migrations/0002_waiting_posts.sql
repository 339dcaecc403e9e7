-- Waiting posts are few beside scheduled ones; the next due post is found over both without a scan.
CREATE INDEX posts_waiting ON posts (until_at)
    WHERE until_at IS NOT NULL AND state IN ('scheduled', 'waiting', 'publishing', 'checking');
