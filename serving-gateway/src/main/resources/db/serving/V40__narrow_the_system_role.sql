SELECT tenancy.narrow_system('serving.endpoint', 'SELECT (tenant_id, id, project_id, name)');
SELECT tenancy.narrow_system('serving.revision', 'SELECT (tenant_id, id, endpoint_id, number, status, weight, next_check_at)');
SELECT tenancy.narrow_system('serving.replica', 'SELECT (tenant_id, job_id, revision_id, slot, ready, socket_path)');
SELECT tenancy.narrow_system('serving.replica_load',
  'SELECT (tenant_id, job_id, instance_id, in_flight, reported_at), INSERT, UPDATE (in_flight, reported_at)');

-- What has been billed is read tenant by tenant.
REVOKE ALL ON serving.metering_cursor FROM keelson_system;
DROP POLICY system_access ON serving.metering_cursor;
