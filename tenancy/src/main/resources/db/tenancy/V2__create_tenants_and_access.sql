CREATE TABLE tenancy.tenant (
  tenant_id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  plan text NOT NULL DEFAULT 'standard',
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'SUSPENDED', 'ERASING')),
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_slug_taken UNIQUE (slug)
);
SELECT tenancy.isolate('tenancy.tenant', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('tenancy.tenant', 'SELECT');

-- People are known to the identity provider; this is what is shown of them. The id is the token's subject.
CREATE TABLE tenancy.person (
  id uuid NOT NULL PRIMARY KEY,
  username text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  seen_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON tenancy.person TO keelson_system;

CREATE TABLE tenancy.member (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  username text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  joined_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT member_person_taken UNIQUE (tenant_id, person_id)
);
CREATE INDEX member_by_person ON tenancy.member (person_id);
SELECT tenancy.isolate('tenancy.member', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.member', 'SELECT');

-- No project: the whole tenant.
CREATE TABLE tenancy.role_grant (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'ENGINEER', 'VIEWER', 'BILLING')),
  project_id uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.member (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT role_grant_taken UNIQUE NULLS NOT DISTINCT (tenant_id, member_id, role, project_id)
);
SELECT tenancy.isolate('tenancy.role_grant', 'SELECT, INSERT, DELETE');
SELECT tenancy.open_to_system('tenancy.role_grant', 'SELECT');

CREATE TABLE tenancy.api_key (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  secret_hash bytea NOT NULL,
  permissions text[] NOT NULL,
  project_ids uuid[] NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT api_key_hash_taken UNIQUE (secret_hash)
);
SELECT tenancy.isolate('tenancy.api_key', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('tenancy.api_key', 'SELECT, UPDATE');

CREATE TABLE tenancy.audit_entry (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  target_id uuid,
  project_id uuid,
  outcome text NOT NULL CHECK (outcome IN ('DONE', 'DENIED', 'FAILED')),
  request_id text,
  address text,
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, id)
);
SELECT tenancy.isolate('tenancy.audit_entry', 'SELECT, INSERT');

-- The claim of an idempotency key and the change it stands for commit together.
CREATE TABLE tenancy.idempotency_key (
  tenant_id uuid NOT NULL,
  actor text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  request_hash bytea NOT NULL,
  result_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, actor, key)
);
SELECT tenancy.isolate('tenancy.idempotency_key', 'SELECT, INSERT, UPDATE, DELETE');
