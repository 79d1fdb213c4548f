-- Single sign-on by the identity providers of tenants.

-- Single sign-on: a tenant's own identity provider, at most one. Keycloak is told of it by a loop, which comes back to
-- sweep. One that is removed stays until Keycloak has forgotten it.
CREATE TABLE tenancy.sign_on_provider (
  tenant_id uuid NOT NULL,
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
  -- change counts what there is to tell, told_change how far Keycloak knows; due_at is null when nothing is left to do.
  change int NOT NULL DEFAULT 1,
  told_change int NOT NULL DEFAULT 0,
  problem text,
  failures int NOT NULL DEFAULT 0,
  due_at timestamptz,
  -- One process tells Keycloak of a provider until then, whatever is changed meanwhile.
  claimed_until timestamptz,
  -- How many of its accounts the sweep in progress has seen.
  swept_to int NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_by_kind text NOT NULL CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id),
  FOREIGN KEY (tenant_id, custom_role_id) REFERENCES tenancy.custom_role (tenant_id, id) ON DELETE SET NULL (custom_role_id),
  CHECK (num_nonnulls(role, custom_role_id) <= 1)
);
CREATE INDEX sign_on_provider_due ON tenancy.sign_on_provider (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('tenancy.sign_on_provider', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.sign_on_provider', 'SELECT (tenant_id, due_at, claimed_until)');

-- E-mail domains of a tenant. Whoever controls the domain's DNS shows the token there; then nobody else can. The DNS is
-- looked at again and again; a domain that fails too often in a row lapses: it is verified no more.
CREATE TABLE tenancy.sign_on_domain (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  domain text NOT NULL CHECK (domain = lower(domain)),
  token text NOT NULL,
  verified_at timestamptz,
  checked_at timestamptz,
  failed_checks int NOT NULL DEFAULT 0,
  lapsed_at timestamptz,
  due_at timestamptz,
  created_by text NOT NULL,
  created_by_kind text NOT NULL CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id),
  CONSTRAINT sign_on_domain_listed UNIQUE (tenant_id, domain),
  CONSTRAINT sign_on_domain_lapsed CHECK (verified_at IS NULL OR lapsed_at IS NULL)
);
CREATE UNIQUE INDEX sign_on_domain_verified ON tenancy.sign_on_domain (domain) WHERE verified_at IS NOT NULL;
CREATE INDEX sign_on_domain_due ON tenancy.sign_on_domain (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('tenancy.sign_on_domain', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.sign_on_domain', 'SELECT (tenant_id, id, due_at)');

-- Who came by single sign-on. The row outlives the membership, so that whoever was removed does not come back by signing
-- in.
CREATE TABLE tenancy.sign_on_person (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  -- Whom the provider named: a hash of issuer and subject, which outlives the account that the realm made for them.
  subject_hash bytea,
  -- Whoever came by an invitation is looked up too, and keeps a place that is the invitation's, not the provider's.
  by_invitation boolean NOT NULL DEFAULT false,
  email text NOT NULL,
  refresh_token bytea,
  -- A look-up took the refresh token and has not noted yet what came of it.
  token_taken_at timestamptz,
  signed_in_at timestamptz NOT NULL,
  -- The realm says in whole seconds when a session began. Marks of the sessions that are no later sign-in of the same
  -- second: those seen that began when signed_in_at says, and those that were there at a loss. Null where that is not
  -- known.
  sessions text[],
  looked_up_at timestamptz,
  -- The provider gave no clear answer.
  unanswered_at timestamptz,
  due_at timestamptz,
  lost_at timestamptz,
  lost_because text,
  PRIMARY KEY (tenant_id, person_id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id)
);
CREATE INDEX sign_on_person_due ON tenancy.sign_on_person (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX sign_on_person_by_subject ON tenancy.sign_on_person (tenant_id, subject_hash);
CREATE INDEX sign_on_person_by_email ON tenancy.sign_on_person (tenant_id, email);
SELECT tenancy.isolate('tenancy.sign_on_person', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.sign_on_person', 'SELECT (tenant_id, person_id, due_at)');
