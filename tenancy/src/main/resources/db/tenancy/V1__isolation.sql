-- What every table of a tenant goes through, in one place, so that no table can be half isolated.

GRANT USAGE ON SCHEMA tenancy TO keelson_app, keelson_system;

-- The application sees, and writes, the rows of one tenant: the one that its transaction names.
CREATE FUNCTION tenancy.isolate(tenant_table regclass, app_rights text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format(
    'CREATE POLICY tenant_isolation ON %s TO keelson_app '
    'USING (tenant_id = (SELECT nullif(current_setting(''keelson.tenant'', true), '''')::uuid)) '
    'WITH CHECK (tenant_id = (SELECT nullif(current_setting(''keelson.tenant'', true), '''')::uuid))',
    tenant_table);
  EXECUTE format('GRANT %s ON %s TO keelson_app', app_rights, tenant_table);
END
$$;
REVOKE ALL ON FUNCTION tenancy.isolate(regclass, text) FROM PUBLIC;

-- Whoever looks across tenants reads and writes the columns that its use needs, and no others: a list of rights may name
-- columns, as in tenancy.open_to_system('…', 'SELECT (tenant_id, id), UPDATE (due_at)').
-- The uses and their columns stand in SystemUse and in the test SystemGrantsIT.
CREATE FUNCTION tenancy.open_to_system(tenant_table regclass, system_rights text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY system_access ON %s TO keelson_system USING (true) WITH CHECK (true)', tenant_table);
  EXECUTE format('GRANT %s ON %s TO keelson_system', system_rights, tenant_table);
END
$$;
REVOKE ALL ON FUNCTION tenancy.open_to_system(regclass, text) FROM PUBLIC;
