SELECT tenancy.narrow_system('catalog.project', 'SELECT (tenant_id, id, created_at)');
SELECT tenancy.narrow_system('catalog.profile_task', 'SELECT, UPDATE (attempts, due_at)');
SELECT tenancy.narrow_system('catalog.storage_meter', 'SELECT');
