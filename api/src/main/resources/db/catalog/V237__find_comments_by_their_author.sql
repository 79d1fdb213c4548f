-- How many comments an author has written in the last minute is counted before each.
SET LOCAL lock_timeout = '20s';
CREATE INDEX comment_by_author ON catalog.comment (tenant_id, (coalesce(author_person_id, created_by_id)), created_at);
