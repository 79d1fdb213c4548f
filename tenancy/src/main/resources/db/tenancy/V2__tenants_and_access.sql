-- Tenants, the people in them, and what each of them may do there.
--
-- Who did something is kept, in every schema, in three columns: a label to show, such as created_by; the kind of actor;
-- and the actor's id. Kind and id decide: labels may change or be taken by another.

-- An organisation. Its rows in every schema bear its id.
CREATE TABLE tenancy.tenant (
  tenant_id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  plan text NOT NULL DEFAULT 'standard',
  -- Since when it is on its plan; null until it is moved to another.
  plan_since timestamptz,
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'SUSPENDED', 'ERASING')),
  created_at timestamptz NOT NULL,
  -- How long its keys may live at most, and when one that nobody uses is shown as such.
  key_max_life_s bigint CHECK (key_max_life_s > 0),
  key_unused_after_s bigint NOT NULL DEFAULT 7776000 CHECK (key_unused_after_s > 0),
  -- How many mails its invitations have sent on a day: their addresses are anybody's.
  invited_on date,
  invitation_mails int NOT NULL DEFAULT 0 CHECK (invitation_mails >= 0),
  -- Whose organisation it is to begin with: one person founds so many.
  founder_id uuid,
  -- Whether only operations that are trusted run for its callers. Read with their rights, across tenants.
  trusted_documents_only boolean NOT NULL DEFAULT false,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_slug_taken UNIQUE (slug)
);
CREATE INDEX tenant_founder ON tenancy.tenant (founder_id);
SELECT tenancy.isolate('tenancy.tenant', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('tenancy.tenant',
  'SELECT (tenant_id, slug, name, plan, status, created_at, version, key_max_life_s, key_unused_after_s, founder_id, '
  'trusted_documents_only, plan_since)');

-- What each feature brings back when a suspended tenant resumes; its row goes then.
CREATE TABLE tenancy.suspension (
  tenant_id uuid NOT NULL,
  feature text NOT NULL,
  stopped jsonb NOT NULL,
  PRIMARY KEY (tenant_id, feature),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id)
);
SELECT tenancy.isolate('tenancy.suspension', 'SELECT, INSERT, DELETE');

-- People are known to the identity provider; this is what is shown of them. The id is the token's subject.
CREATE TABLE tenancy.person (
  id uuid NOT NULL,
  username text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (id)
);

-- Sign-ins that were ended before their tokens expire, for what was let in with one and is still open. People's sessions
-- belong to no tenant. A row is removed by a later sign-out, when every token of its session has expired long since.
CREATE TABLE tenancy.ended_session (
  session_hash bytea NOT NULL,
  ended_at timestamptz NOT NULL,
  PRIMARY KEY (session_hash)
);
CREATE INDEX ended_session_ended_at ON tenancy.ended_session (ended_at);
GRANT SELECT, INSERT, DELETE ON tenancy.ended_session TO keelson_system;

-- A person in a tenant, with what is shown of them there.
CREATE TABLE tenancy.member (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  username text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  joined_at timestamptz NOT NULL,
  last_seen_at timestamptz,
  -- Since when the member's identity provider does not know them any more: they keep their place, and it gives them
  -- nothing until they sign in again.
  lost_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id),
  CONSTRAINT member_person_taken UNIQUE (tenant_id, person_id)
);
CREATE INDEX member_by_person ON tenancy.member (person_id);
SELECT tenancy.isolate('tenancy.member', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.member', 'SELECT (tenant_id, id, person_id, username, last_seen_at, lost_at), UPDATE (last_seen_at)');

-- Members who are given roles together.
CREATE TABLE tenancy.team (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  created_by text NOT NULL,
  created_by_kind text NOT NULL CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id)
);
CREATE UNIQUE INDEX team_name_taken ON tenancy.team (tenant_id, lower(name));
SELECT tenancy.isolate('tenancy.team', 'SELECT, INSERT, UPDATE, DELETE');

-- Who is in which team.
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

-- Sets of permissions that a tenant names for itself.
CREATE TABLE tenancy.custom_role (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  permissions text[] NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id)
);
CREATE UNIQUE INDEX custom_role_name_taken ON tenancy.custom_role (tenant_id, lower(name));
SELECT tenancy.isolate('tenancy.custom_role', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.custom_role', 'SELECT (tenant_id, id, permissions)');

-- What a program is to the tenant: its keys have what it holds at each call, and stay when whoever made them leaves.
CREATE TABLE tenancy.service_account (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  created_by text NOT NULL,
  created_by_kind text NOT NULL CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id)
);
CREATE UNIQUE INDEX service_account_name_taken ON tenancy.service_account (tenant_id, lower(name));
SELECT tenancy.isolate('tenancy.service_account', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.service_account', 'SELECT (tenant_id, id, name)');

-- Rows of ended keys go after a while, and what was made with them must still be known by who stands behind it: so each
-- key keeps that itself.
CREATE TABLE tenancy.api_key (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  secret_hash bytea NOT NULL,
  permissions text[] NOT NULL,
  project_ids uuid[] NOT NULL,
  service_account_id uuid,
  -- The person behind the key: who made it, or who stands behind the key that made it.
  person_id uuid,
  -- The service account whose key made it, or stands behind the key that made it. What that account holds bounds what
  -- the key may do.
  behind_account_id uuid,
  -- Where no person stands behind the key: the first of the keys and service accounts that made each other and it. What
  -- one of them has made is one party with it where two are needed.
  first_maker_id uuid,
  created_by text NOT NULL,
  created_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  -- A key ends when it was made to end, or when the tenant's policy ends it, whichever comes first: expires_at says
  -- when, wherever keys are looked up and shown. made_to_end_at is its end again when the policy is lifted.
  expires_at timestamptz,
  made_to_end_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id),
  -- The revoked keys of an account that is gone stay as long as other ended keys.
  FOREIGN KEY (tenant_id, service_account_id) REFERENCES tenancy.service_account (tenant_id, id) ON DELETE SET NULL (service_account_id),
  CONSTRAINT api_key_hash_taken UNIQUE (secret_hash)
);
CREATE INDEX api_key_by_person ON tenancy.api_key (tenant_id, person_id) WHERE revoked_at IS NULL;
CREATE INDEX api_key_by_service_account ON tenancy.api_key (tenant_id, service_account_id, id) WHERE service_account_id IS NOT NULL;
CREATE INDEX api_key_by_account_behind ON tenancy.api_key (tenant_id, behind_account_id) WHERE behind_account_id IS NOT NULL;
-- Keys that count and lists of them go past those that somebody ended, which may be many more. Nothing in it changes
-- when a key is used, so that noting that stays cheap.
CREATE INDEX api_key_not_revoked ON tenancy.api_key (tenant_id, id) WHERE revoked_at IS NULL;
SELECT tenancy.isolate('tenancy.api_key', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.api_key',
  'SELECT (tenant_id, id, name, secret_hash, permissions, project_ids, expires_at, revoked_at, last_used_at, person_id, '
  'service_account_id, behind_account_id, first_maker_id), UPDATE (last_used_at)');

-- Who shall become a member. Of the token only a hash is here; that of an accepted one stays, so that a repeated request
-- finds it. What is over has ended_at, or is past expires_at.
CREATE TABLE tenancy.invitation (
  tenant_id uuid NOT NULL,
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
  created_by_kind text NOT NULL CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id),
  CONSTRAINT invitation_token_taken UNIQUE (token_hash),
  CHECK (token_hash IS NULL OR status IN ('PENDING', 'ACCEPTED')),
  CHECK ((ended_at IS NULL) = (status = 'PENDING'))
);
CREATE UNIQUE INDEX invitation_pending_taken ON tenancy.invitation (tenant_id, email) WHERE status = 'PENDING';
CREATE INDEX invitation_by_email ON tenancy.invitation (email) WHERE status = 'PENDING';
SELECT tenancy.isolate('tenancy.invitation', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.invitation', 'SELECT (tenant_id, id, email, status, token_hash, expires_at)');

-- The teams that an invited person joins on accepting.
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

-- How many mails of invitations an address gets on a day, by UTC, from whichever tenants: of the address a hash is here,
-- of the tenants nothing. Rows of days that are over are removed by later invitations.
CREATE TABLE tenancy.invited_address (
  address_hash bytea NOT NULL,
  day date NOT NULL,
  mails int NOT NULL CHECK (mails > 0),
  PRIMARY KEY (address_hash)
);
CREATE INDEX invited_address_by_day ON tenancy.invited_address (day);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenancy.invited_address TO keelson_app;

-- Where no mail server is set, as on a laptop: whom a mail is for reads it here.
CREATE TABLE tenancy.local_mail (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenancy.tenant (tenant_id)
);
CREATE INDEX local_mail_by_recipient ON tenancy.local_mail (recipient, sent_at DESC);
CREATE INDEX local_mail_by_age ON tenancy.local_mail (tenant_id, sent_at);
SELECT tenancy.isolate('tenancy.local_mail', 'SELECT, INSERT, DELETE');
SELECT tenancy.open_to_system('tenancy.local_mail', 'SELECT (tenant_id, id, recipient, subject, body, sent_at)');

-- A grant has one grantee and one role; without a project it is for the whole tenant. An owner is a person: teams and
-- programs are never owners.
CREATE TABLE tenancy.role_grant (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  member_id uuid,
  team_id uuid,
  service_account_id uuid,
  invitation_id uuid,
  role text CHECK (role IN ('OWNER', 'ADMIN', 'ENGINEER', 'VIEWER', 'BILLING')),
  custom_role_id uuid,
  project_id uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.member (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, team_id) REFERENCES tenancy.team (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, custom_role_id) REFERENCES tenancy.custom_role (tenant_id, id),
  FOREIGN KEY (tenant_id, service_account_id) REFERENCES tenancy.service_account (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, invitation_id) REFERENCES tenancy.invitation (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT role_grant_taken
    UNIQUE NULLS NOT DISTINCT (tenant_id, member_id, team_id, service_account_id, invitation_id, role, custom_role_id, project_id),
  CONSTRAINT role_grant_has_one_role CHECK (num_nonnulls(role, custom_role_id) = 1),
  CONSTRAINT role_grant_owner_is_a_person CHECK (role <> 'OWNER' OR num_nonnulls(team_id, service_account_id) = 0),
  CONSTRAINT role_grant_has_one_grantee CHECK (num_nonnulls(member_id, team_id, service_account_id, invitation_id) = 1)
);
CREATE INDEX role_grant_by_team ON tenancy.role_grant (tenant_id, team_id) WHERE team_id IS NOT NULL;
CREATE INDEX role_grant_by_custom_role ON tenancy.role_grant (tenant_id, custom_role_id) WHERE custom_role_id IS NOT NULL;
CREATE INDEX role_grant_by_service_account ON tenancy.role_grant (tenant_id, service_account_id) WHERE service_account_id IS NOT NULL;
CREATE INDEX role_grant_by_invitation ON tenancy.role_grant (tenant_id, invitation_id) WHERE invitation_id IS NOT NULL;
SELECT tenancy.isolate('tenancy.role_grant', 'SELECT, INSERT, DELETE');
SELECT tenancy.open_to_system('tenancy.role_grant', 'SELECT (tenant_id, member_id, role, project_id, team_id, custom_role_id, service_account_id)');
