SELECT tenancy.narrow_system('compute.job', 'SELECT (tenant_id, id, max_seconds, ended_at, stop_requested_at)');
-- The queue's entries were made for this look alone.
SELECT tenancy.narrow_system('compute.queue_entry', 'SELECT, UPDATE (claimed_by, claimed_host, claimed_slot, claimed_until)');
SELECT tenancy.narrow_system('compute.lease',
  'SELECT (tenant_id, id, job_id, status, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, active_at, heard_at, version), '
  'UPDATE (holder_id, heard_at, version)');
