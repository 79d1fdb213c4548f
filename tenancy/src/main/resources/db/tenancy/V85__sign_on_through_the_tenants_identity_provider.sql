-- Single sign-on: a tenant's own identity provider, at most one. Keycloak is told of it by a loop, which comes back to sweep: due_at is
-- null when nothing is left to do, change counts what there was to tell, told_change how far Keycloak knows. One that is removed stays until Keycloak has forgotten it.
CREATE TABLE tenancy.sign_on_provider (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret bytea NOT NULL,
  role text CHECK (role <> 'OWNER'),
  custom_role_id uuid,
  giver_person_id uuid,
  giver_key_id uuid,
  token_endpoint text,
  removed_at timestamptz,
  change int NOT NULL DEFAULT 1,
  told_change int NOT NULL DEFAULT 0,
  problem text,
  failures int NOT NULL DEFAULT 0,
  due_at timestamptz,
  created_by text NOT NULL,
  created_by_kind text NOT NULL
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id, custom_role_id) REFERENCES tenancy.custom_role (tenant_id, id) ON DELETE SET NULL (custom_role_id),
  CHECK (num_nonnulls(role, custom_role_id) <= 1)
);
CREATE INDEX sign_on_provider_due ON tenancy.sign_on_provider (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('tenancy.sign_on_provider', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.sign_on_provider', 'SELECT (tenant_id, due_at)');

-- E-mail domains of a tenant. Whoever controls the domain's DNS shows the token there; then nobody else can.
CREATE TABLE tenancy.sign_on_domain (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  domain text NOT NULL CHECK (domain = lower(domain)),
  token text NOT NULL,
  verified_at timestamptz,
  created_by text NOT NULL,
  created_by_kind text NOT NULL
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT sign_on_domain_listed UNIQUE (tenant_id, domain)
);
CREATE UNIQUE INDEX sign_on_domain_verified ON tenancy.sign_on_domain (domain) WHERE verified_at IS NOT NULL;
SELECT tenancy.isolate('tenancy.sign_on_domain', 'SELECT, INSERT, UPDATE, DELETE');

-- Who came by single sign-on. The row outlives the membership, so that whoever was removed does not come back by signing in.
CREATE TABLE tenancy.sign_on_person (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  person_id uuid NOT NULL,
  email text NOT NULL,
  refresh_token bytea,
  signed_in_at timestamptz NOT NULL,
  looked_up_at timestamptz,
  due_at timestamptz,
  lost_at timestamptz,
  lost_because text,
  PRIMARY KEY (tenant_id, person_id)
);
CREATE INDEX sign_on_person_due ON tenancy.sign_on_person (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('tenancy.sign_on_person', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.sign_on_person', 'SELECT (tenant_id, person_id, due_at)');

-- A member whom their identity provider does not know any more: they keep their place, and it gives them nothing until they sign in again.
ALTER TABLE tenancy.member ADD COLUMN lost_at timestamptz;
GRANT SELECT (lost_at) ON tenancy.member TO keelson_system;
