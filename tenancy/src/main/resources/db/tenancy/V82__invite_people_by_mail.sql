-- Who shall become a member. Of the token only a hash is here; that of an accepted one stays, so that a repeated request finds it.
-- What is over has ended_at, or is past expires_at.
CREATE TABLE tenancy.invitation (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  email text NOT NULL CHECK (email = lower(email)),
  status text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'ACCEPTED', 'REVOKED', 'EXPIRED')),
  token_hash bytea,
  life_s bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  asked_at timestamptz NOT NULL,
  ended_at timestamptz,
  giver_person_id uuid,
  giver_key_id uuid,
  created_by text NOT NULL,
  created_by_kind text NOT NULL
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT invitation_token_taken UNIQUE (token_hash),
  CHECK (token_hash IS NULL OR status IN ('PENDING', 'ACCEPTED')),
  CHECK ((ended_at IS NULL) = (status = 'PENDING'))
);
CREATE UNIQUE INDEX invitation_pending_taken ON tenancy.invitation (tenant_id, email) WHERE status = 'PENDING';
CREATE INDEX invitation_by_email ON tenancy.invitation (email) WHERE status = 'PENDING';
SELECT tenancy.isolate('tenancy.invitation', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.invitation', 'SELECT (tenant_id, id, email, status, token_hash, expires_at)');

CREATE TABLE tenancy.invitation_team (
  tenant_id uuid NOT NULL,
  invitation_id uuid NOT NULL,
  team_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, invitation_id, team_id),
  FOREIGN KEY (tenant_id, invitation_id) REFERENCES tenancy.invitation (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, team_id) REFERENCES tenancy.team (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX invitation_team_by_team ON tenancy.invitation_team (tenant_id, team_id);
SELECT tenancy.isolate('tenancy.invitation_team', 'SELECT, INSERT, DELETE');

ALTER TABLE tenancy.role_grant
  ADD COLUMN invitation_id uuid,
  ADD FOREIGN KEY (tenant_id, invitation_id) REFERENCES tenancy.invitation (tenant_id, id) ON DELETE CASCADE,
  DROP CONSTRAINT role_grant_has_one_grantee,
  ADD CONSTRAINT role_grant_has_one_grantee
    CHECK (num_nonnulls(member_id, team_id, service_account_id, invitation_id) = 1),
  DROP CONSTRAINT role_grant_taken,
  ADD CONSTRAINT role_grant_taken UNIQUE NULLS NOT DISTINCT
    (tenant_id, member_id, team_id, service_account_id, invitation_id, role, custom_role_id, project_id);
CREATE INDEX role_grant_by_invitation ON tenancy.role_grant (tenant_id, invitation_id) WHERE invitation_id IS NOT NULL;

-- Where no mail server is set, as on a laptop: whom a mail is for reads it here.
CREATE TABLE tenancy.local_mail (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  id uuid NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX local_mail_by_recipient ON tenancy.local_mail (recipient, sent_at DESC);
CREATE INDEX local_mail_by_age ON tenancy.local_mail (tenant_id, sent_at);
SELECT tenancy.isolate('tenancy.local_mail', 'SELECT, INSERT, DELETE');
SELECT tenancy.open_to_system('tenancy.local_mail', 'SELECT (tenant_id, id, recipient, subject, body, sent_at)');
