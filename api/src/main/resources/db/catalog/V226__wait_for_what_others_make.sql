-- What a run's transform makes may be there, or be made by somebody else's job meanwhile: neither has a job of the run's own.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.retraining_run ADD COLUMN transform_reused boolean NOT NULL DEFAULT false;
UPDATE catalog.retraining_run
SET transform_reused = true
WHERE transform_version_id IS NOT NULL AND transform_job_id IS NULL;
