-- After which ends a job is tried again, how often and after which pause. Which cause an attempt's end had is in the
-- lease's outcome; it has none in those that are older than this.
SET LOCAL lock_timeout = '20s';
ALTER TABLE compute.job ADD COLUMN retries jsonb NOT NULL DEFAULT '[]';
