-- A job whose machine is lost gets another one; the lost lease waits, under its own fence, for the machine to say that
-- nothing of it runs.
SET LOCAL lock_timeout = '20s';
DROP INDEX compute.lease_job_has_one;
CREATE UNIQUE INDEX lease_job_has_one ON compute.lease (tenant_id, job_id) WHERE status <> 'RELEASED' AND lost_at IS NULL;
