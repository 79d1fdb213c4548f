-- Whoever looks across tenants reads and writes the columns that its use needs, and no others: a list of rights may name
-- columns, as in tenancy.open_to_system('…', 'SELECT (tenant_id, id), UPDATE (due_at)').
-- The uses and their columns stand in SystemUse and in the test SystemGrantsIT.

CREATE FUNCTION tenancy.narrow_system(tenant_table regclass, system_rights text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('REVOKE ALL ON %s FROM keelson_system', tenant_table);
  EXECUTE format('GRANT %s ON %s TO keelson_system', system_rights, tenant_table);
END
$$;
REVOKE ALL ON FUNCTION tenancy.narrow_system(regclass, text) FROM PUBLIC;

SELECT tenancy.narrow_system('tenancy.tenant', 'SELECT (tenant_id, slug, name, plan, status, created_at, version)');
SELECT tenancy.narrow_system('tenancy.member', 'SELECT (tenant_id, id, person_id, username)');
SELECT tenancy.narrow_system('tenancy.role_grant', 'SELECT (tenant_id, member_id, role, project_id)');
SELECT tenancy.narrow_system('tenancy.api_key',
  'SELECT (tenant_id, id, name, secret_hash, permissions, project_ids, expires_at, revoked_at, last_used_at), UPDATE (last_used_at)');
SELECT tenancy.narrow_system('tenancy.delivery', 'SELECT (tenant_id, event_id, handler, due_at)');
SELECT tenancy.narrow_system('tenancy.upload', 'SELECT (tenant_id, id, status, expires_at, writer, writer_until)');
SELECT tenancy.narrow_system('tenancy.unused_parts', 'SELECT (tenant_id, parts_id, due_at)');

-- Keys know the person behind them where an earlier script has said so.
DO $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM pg_attribute
    WHERE attrelid = 'tenancy.api_key'::regclass AND attname = 'person_id' AND NOT attisdropped)
  THEN
    GRANT SELECT (person_id) ON tenancy.api_key TO keelson_system;
  END IF;
END
$$;

-- The relay looks for deliveries; their events are read, and removed, tenant by tenant.
REVOKE ALL ON tenancy.event FROM keelson_system;
DROP POLICY system_access ON tenancy.event;

-- Nobody looks people up there any more: members carry what is shown of them.
REVOKE ALL ON tenancy.person FROM keelson_system;
