-- Whom a provider named: a hash of issuer and subject, which outlives the account that the realm made for them.
-- token_taken_at: a look-up took the refresh token and has not noted yet what came of it; unanswered_at: the provider gave no clear answer.
ALTER TABLE tenancy.sign_on_person
  ADD COLUMN subject_hash bytea,
  ADD COLUMN token_taken_at timestamptz,
  ADD COLUMN unanswered_at timestamptz;
CREATE INDEX sign_on_person_by_subject ON tenancy.sign_on_person (tenant_id, subject_hash);
CREATE INDEX sign_on_person_by_email ON tenancy.sign_on_person (tenant_id, email);

-- One process tells Keycloak of a provider until then, whatever is changed meanwhile. swept_to: how many of its accounts the sweep in progress has seen.
ALTER TABLE tenancy.sign_on_provider
  ADD COLUMN claimed_until timestamptz,
  ADD COLUMN swept_to int NOT NULL DEFAULT 0;
GRANT SELECT (claimed_until) ON tenancy.sign_on_provider TO keelson_system;

-- Sessions say more than before: Keycloak is told of each provider again.
UPDATE tenancy.sign_on_provider SET change = change + 1, failures = 0, due_at = now();
