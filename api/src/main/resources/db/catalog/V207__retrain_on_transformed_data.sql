-- A policy may have a transform, which makes what is trained on: source_version_id is what it reads, transform_version_id what it
-- makes. Without a job of the run's own, the same was made before.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.retraining_run
  ADD COLUMN source_version_id uuid,
  ADD COLUMN transform_version_id uuid,
  ADD COLUMN transform_job_id uuid,
  DROP CONSTRAINT retraining_run_status_check,
  ADD CONSTRAINT retraining_run_status_check CHECK (status IN (
    'TRIGGERED', 'TRANSFORMING', 'CHECKING', 'TRAINING', 'EVALUATING', 'AWAITING_APPROVAL', 'CANARY', 'PROMOTED',
    'ROLLED_BACK', 'DECLINED'));
