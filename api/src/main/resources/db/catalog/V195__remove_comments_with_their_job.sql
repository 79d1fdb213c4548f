-- What was said of a job goes with it: the jobs of ended replicas are removed after a while, and nobody reaches it then.
SET LOCAL lock_timeout = '20s';
DELETE FROM catalog.comment c
WHERE c.subject_kind = 'JOB'
  AND NOT EXISTS (SELECT 1 FROM compute.job j WHERE j.tenant_id = c.tenant_id AND j.id = c.subject_id);

ALTER TABLE catalog.comment
  ADD COLUMN job_id uuid GENERATED ALWAYS AS (CASE WHEN subject_kind = 'JOB' THEN subject_id END) STORED;
CREATE INDEX comment_of_job ON catalog.comment (tenant_id, job_id) WHERE job_id IS NOT NULL;
ALTER TABLE catalog.comment
  ADD CONSTRAINT comment_goes_with_its_job FOREIGN KEY (tenant_id, job_id)
  REFERENCES compute.job (tenant_id, id) ON DELETE CASCADE NOT VALID;
