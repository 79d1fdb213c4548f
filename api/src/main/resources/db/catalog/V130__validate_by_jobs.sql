-- Versions are validated by jobs: job_id is that of the one under way, written in the transaction that submits it. Whoever
-- raised attempts to its value may write until due_at. refusals counts how often in a row no job could be submitted. The job
-- lives in another schema, which never looks up here: no foreign key to it.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.profile_task
  ADD COLUMN job_id uuid,
  ADD COLUMN refusals int NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX profile_task_of_job ON catalog.profile_task (tenant_id, job_id) WHERE job_id IS NOT NULL;

-- What a process of the release before was validating is due again, and that process too late.
INSERT INTO catalog.profile_task (tenant_id, dataset_version_id, due_at)
SELECT tenant_id, id, now()
FROM catalog.dataset_version
WHERE status = 'VALIDATING'
ON CONFLICT (tenant_id, dataset_version_id) DO UPDATE
SET due_at = excluded.due_at, attempts = profile_task.attempts + 1;
