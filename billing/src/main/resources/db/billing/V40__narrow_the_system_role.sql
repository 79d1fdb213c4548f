SELECT tenancy.narrow_system('billing.budget', 'SELECT (tenant_id, id, removed_at, next_check_at)');
REVOKE ALL ON billing.price FROM keelson_system;
