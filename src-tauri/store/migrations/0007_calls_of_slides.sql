-- Which slide of how many a call was made for, from 1; none for what concerns the whole post.
ALTER TABLE calls ADD COLUMN slide INTEGER;
ALTER TABLE calls ADD COLUMN slides INTEGER;

-- Drafts that nobody has named are called otherwise than before.
UPDATE draft_lines SET summary = NULL;
