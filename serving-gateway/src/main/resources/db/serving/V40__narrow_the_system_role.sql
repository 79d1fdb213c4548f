SELECT tenancy.narrow_system('serving.endpoint', 'SELECT (tenant_id, id, project_id, name)');
SELECT tenancy.narrow_system('serving.revision', 'SELECT (tenant_id, id, endpoint_id, number, status, weight, next_check_at)');
SELECT tenancy.narrow_system('serving.replica', 'SELECT (tenant_id, job_id, revision_id, slot, ready, socket_path)');
