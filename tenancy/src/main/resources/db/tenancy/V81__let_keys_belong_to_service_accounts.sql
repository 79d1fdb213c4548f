-- Who may act: service accounts and operators as well. Every table that keeps an actor has the same check, with whichever name.
CREATE OR REPLACE PROCEDURE tenancy.add_actor(of_table regclass, label_column text)
LANGUAGE plpgsql AS $$
DECLARE
  expected bigint;
  filled bigint;
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN %I text', of_table, label_column || '_kind');
  EXECUTE format('ALTER TABLE %s ADD COLUMN %I uuid', of_table, label_column || '_id');
  EXECUTE format('SELECT count(*) FROM %s', of_table) INTO expected;
  EXECUTE format(
    'UPDATE %1$s SET %2$I = tenancy.actor_kind(%4$I), %3$I = tenancy.actor_id(tenant_id, %4$I)',
    of_table, label_column || '_kind', label_column || '_id', label_column);
  GET DIAGNOSTICS filled = ROW_COUNT;
  IF filled <> expected THEN
    RAISE EXCEPTION '% of % rows of % have an actor', filled, expected, of_table;
  END IF;
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %L', of_table, label_column || '_kind', 'PLATFORM');
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', of_table, label_column || '_kind');
  EXECUTE format('ALTER TABLE %s ADD CHECK (%I IN (''PERSON'', ''API_KEY'', ''SERVICE_ACCOUNT'', ''JOB'', ''PLATFORM'', ''OPERATOR''))', of_table, label_column || '_kind');
END
$$;

-- Parents first: what a partition has inherited goes with its parent's, what it has of its own goes afterwards.
DO $$
DECLARE
  old record;
  checked text[] := '{}';
  item text;
BEGIN
  LOOP
    SELECT c.conrelid::regclass AS of_table, c.conname AS name, a.attname AS of_column, r.relispartition AS is_part
    INTO old
    FROM pg_constraint c
    JOIN pg_class r ON r.oid = c.conrelid
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'c' AND c.coninhcount = 0 AND cardinality(c.conkey) = 1
      AND pg_get_constraintdef(c.oid) LIKE '%''PERSON''%''API_KEY''%''JOB''%''PLATFORM''%'
    ORDER BY r.relispartition
    LIMIT 1;
    EXIT WHEN NOT FOUND;
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', old.of_table, old.name);
    IF NOT old.is_part THEN
      checked := checked
        || format(
          'ALTER TABLE %s ADD CHECK (%I IN (''PERSON'', ''API_KEY'', ''SERVICE_ACCOUNT'', ''JOB'', ''PLATFORM'', ''OPERATOR''))', old.of_table, old.of_column);
    END IF;
  END LOOP;
  FOREACH item IN ARRAY checked LOOP
    EXECUTE item;
  END LOOP;
END
$$;
ALTER TABLE tenancy.custom_role ADD CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR'));
ALTER TABLE tenancy.team ADD CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR'));

-- What a program is to the tenant: its keys have what it holds at each call, and stay when whoever made them leaves.
CREATE TABLE tenancy.service_account (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  created_by text NOT NULL,
  created_by_kind text NOT NULL CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX service_account_name_taken ON tenancy.service_account (tenant_id, lower(name));
SELECT tenancy.isolate('tenancy.service_account', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.service_account', 'SELECT (tenant_id, id, name)');

ALTER TABLE tenancy.role_grant
  ADD COLUMN service_account_id uuid,
  ADD FOREIGN KEY (tenant_id, service_account_id) REFERENCES tenancy.service_account (tenant_id, id) ON DELETE CASCADE,
  DROP CONSTRAINT role_grant_has_one_grantee,
  ADD CONSTRAINT role_grant_has_one_grantee CHECK (num_nonnulls(member_id, team_id, service_account_id) = 1),
  DROP CONSTRAINT role_grant_owner_is_a_person,
  ADD CONSTRAINT role_grant_owner_is_a_person
    CHECK (role <> 'OWNER' OR num_nonnulls(team_id, service_account_id) = 0),
  DROP CONSTRAINT role_grant_taken,
  ADD CONSTRAINT role_grant_taken
    UNIQUE NULLS NOT DISTINCT (tenant_id, member_id, team_id, service_account_id, role, custom_role_id, project_id);
CREATE INDEX role_grant_by_service_account ON tenancy.role_grant (tenant_id, service_account_id)
  WHERE service_account_id IS NOT NULL;
GRANT SELECT (service_account_id) ON tenancy.role_grant TO keelson_system;

-- The revoked keys of an account that is gone stay as long as other ended keys.
ALTER TABLE tenancy.api_key
  ADD COLUMN service_account_id uuid,
  ADD FOREIGN KEY (tenant_id, service_account_id) REFERENCES tenancy.service_account (tenant_id, id)
    ON DELETE SET NULL (service_account_id);
CREATE INDEX api_key_by_service_account ON tenancy.api_key (tenant_id, service_account_id, id)
  WHERE service_account_id IS NOT NULL;
GRANT SELECT (service_account_id) ON tenancy.api_key TO keelson_system;

-- How long a tenant's new keys may live at most, and when one that nobody uses is shown as such.
ALTER TABLE tenancy.tenant
  ADD COLUMN key_max_life_s bigint CHECK (key_max_life_s > 0),
  ADD COLUMN key_unused_after_s bigint NOT NULL DEFAULT 7776000 CHECK (key_unused_after_s > 0);
GRANT SELECT (key_max_life_s, key_unused_after_s) ON tenancy.tenant TO keelson_system;
