-- Sets of permissions that a tenant names for itself.
CREATE TABLE tenancy.custom_role (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  permissions text[] NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX custom_role_name_taken ON tenancy.custom_role (tenant_id, lower(name));
SELECT tenancy.isolate('tenancy.custom_role', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.custom_role', 'SELECT (tenant_id, id, permissions)');

CREATE TABLE tenancy.team (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX team_name_taken ON tenancy.team (tenant_id, lower(name));
SELECT tenancy.isolate('tenancy.team', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE tenancy.team_member (
  tenant_id uuid NOT NULL,
  team_id uuid NOT NULL,
  member_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, team_id, member_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES tenancy.team (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.member (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX team_member_by_member ON tenancy.team_member (tenant_id, member_id, team_id);
SELECT tenancy.isolate('tenancy.team_member', 'SELECT, INSERT, DELETE');
SELECT tenancy.open_to_system('tenancy.team_member', 'SELECT (tenant_id, team_id, member_id)');

-- A grant has one grantee and one role. An owner is a person: teams are never owners.
ALTER TABLE tenancy.role_grant
  ALTER COLUMN member_id DROP NOT NULL,
  ALTER COLUMN role DROP NOT NULL,
  ADD COLUMN team_id uuid,
  ADD COLUMN custom_role_id uuid,
  ADD FOREIGN KEY (tenant_id, team_id) REFERENCES tenancy.team (tenant_id, id) ON DELETE CASCADE,
  ADD FOREIGN KEY (tenant_id, custom_role_id) REFERENCES tenancy.custom_role (tenant_id, id),
  ADD CONSTRAINT role_grant_has_one_grantee CHECK (num_nonnulls(member_id, team_id) = 1),
  ADD CONSTRAINT role_grant_has_one_role CHECK (num_nonnulls(role, custom_role_id) = 1),
  ADD CONSTRAINT role_grant_owner_is_a_person CHECK (role <> 'OWNER' OR team_id IS NULL),
  DROP CONSTRAINT role_grant_taken,
  ADD CONSTRAINT role_grant_taken
    UNIQUE NULLS NOT DISTINCT (tenant_id, member_id, team_id, role, custom_role_id, project_id);
CREATE INDEX role_grant_by_team ON tenancy.role_grant (tenant_id, team_id) WHERE team_id IS NOT NULL;
CREATE INDEX role_grant_by_custom_role ON tenancy.role_grant (tenant_id, custom_role_id) WHERE custom_role_id IS NOT NULL;
SELECT tenancy.narrow_system('tenancy.role_grant',
  'SELECT (tenant_id, member_id, team_id, role, custom_role_id, project_id)');

ALTER TABLE tenancy.member ADD COLUMN last_seen_at timestamptz;
GRANT SELECT (last_seen_at), UPDATE (last_seen_at) ON tenancy.member TO keelson_system;
