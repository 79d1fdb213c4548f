-- When a queued job will have ended at the latest, which decides whether it may go before one that room is kept for; null
-- for a service, which ends when it is told to.
ALTER TABLE compute.queue_entry ADD COLUMN max_seconds bigint;

DO $$
DECLARE
  queued bigint := (SELECT count(*) FROM compute.queue_entry);
  filled bigint;
BEGIN
  UPDATE compute.queue_entry q
  SET max_seconds = j.max_seconds
  FROM compute.job j
  WHERE j.tenant_id = q.tenant_id AND j.id = q.job_id;
  GET DIAGNOSTICS filled = ROW_COUNT;
  ASSERT filled = queued, format('%s of %s queue entries were filled', filled, queued);
END $$;

-- How large a process's machine is: what it gives out at most. Null while only an earlier release has been heard of.
ALTER TABLE compute.holder
  ADD COLUMN cpu_millis int,
  ADD COLUMN memory_bytes bigint;
