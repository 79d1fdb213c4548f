-- Whether the leases behind tokens and links live is asked for all of them together.
SELECT tenancy.narrow_system('compute.lease',
  'SELECT (tenant_id, id, job_id, attempt, fence, status, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, active_at, heard_at, version), '
  'UPDATE (holder_id, heard_at, version)');
