-- Quotas, and how much of them was used and refused.

-- What an operator gives a tenant instead of what its plan says, in whole units.
CREATE TABLE tenancy.quota (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  most bigint NOT NULL CHECK (most >= 0),
  set_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
SELECT tenancy.isolate('tenancy.quota', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.quota', 'SELECT (tenant_id, name, most)');

-- What processes have taken of a quota for one minute: one row for each tenant and quota, for the latest minute
-- by the database's clock.
CREATE TABLE tenancy.minute_use (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  minute timestamptz NOT NULL,
  used bigint NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
SELECT tenancy.isolate('tenancy.minute_use', 'SELECT, INSERT, UPDATE');

-- The processes that hold permits for sockets; each says every two seconds that it lives. One row for each process, and
-- none but its key is indexed, so that saying so moves nothing in an index.
CREATE TABLE tenancy.socket_holder (
  holder uuid NOT NULL,
  heard_at timestamptz NOT NULL,
  PRIMARY KEY (holder)
);
GRANT SELECT ON tenancy.socket_holder TO keelson_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenancy.socket_holder TO keelson_system;

-- How many sockets of a tenant a process may have open.
CREATE TABLE tenancy.socket_share (
  tenant_id uuid NOT NULL,
  holder uuid NOT NULL,
  held bigint NOT NULL,
  -- How many of the permits are in use, as the process last wrote it: what is shown. The others are taken ahead.
  opened bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, holder)
);
CREATE INDEX socket_share_by_holder ON tenancy.socket_share (holder);
SELECT tenancy.isolate('tenancy.socket_share', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.socket_share', 'SELECT, INSERT, UPDATE (held, opened), DELETE');

-- The most that a tenant has used of each quota in a day of UTC, in the quota's parts. Zero is a row too: somebody has
-- looked.
CREATE TABLE tenancy.quota_day (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  name text NOT NULL,
  peak bigint NOT NULL CHECK (peak >= 0),
  PRIMARY KEY (tenant_id, day, name)
);
SELECT tenancy.isolate('tenancy.quota_day', 'SELECT, INSERT, UPDATE, DELETE');

-- How often a limit has refused whom in a day of UTC. Those for whom there is no row of their own any more share one of
-- the kind OTHERS, with an id of zeros.
CREATE TABLE tenancy.refusal_day (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  name text NOT NULL,
  actor text NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid NOT NULL,
  refused bigint NOT NULL CHECK (refused > 0),
  last_at timestamptz NOT NULL,
  -- What was refused last and the limit then, so that it can be said what came of it; null where that is not known.
  action text,
  most bigint,
  PRIMARY KEY (tenant_id, day, name, actor_kind, actor_id)
);
SELECT tenancy.isolate('tenancy.refusal_day', 'SELECT, INSERT, UPDATE, DELETE');

-- Points of cost that callers took in an hour of UTC, and by how many operations. Those for whom there is no row of
-- their own any more share one of the kind OTHERS, with ids of zeros; so has a caller without a key for the key.
CREATE TABLE tenancy.caller_points (
  tenant_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  key_id uuid NOT NULL,
  caller text NOT NULL,
  caller_kind text NOT NULL,
  caller_id uuid NOT NULL,
  points bigint NOT NULL CHECK (points >= 0),
  calls bigint NOT NULL CHECK (calls >= 0),
  last_at timestamptz NOT NULL,
  -- When an operation was let pass last.
  served_at timestamptz,
  PRIMARY KEY (tenant_id, hour, caller_kind, caller_id, key_id)
);
SELECT tenancy.isolate('tenancy.caller_points', 'SELECT, INSERT, UPDATE, DELETE');

-- The same by the operation's name: '' for one without, '*' for those for which there is no row of their own any more.
CREATE TABLE tenancy.operation_points (
  tenant_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  operation text NOT NULL,
  points bigint NOT NULL CHECK (points >= 0),
  calls bigint NOT NULL CHECK (calls >= 0),
  PRIMARY KEY (tenant_id, hour, operation)
);
SELECT tenancy.isolate('tenancy.operation_points', 'SELECT, INSERT, UPDATE, DELETE');

-- All points of a minute, and how many operations were refused since they, or a key's, were used up.
CREATE TABLE tenancy.minute_points (
  tenant_id uuid NOT NULL,
  minute timestamptz NOT NULL,
  points bigint NOT NULL CHECK (points >= 0),
  refused bigint NOT NULL CHECK (refused >= 0),
  PRIMARY KEY (tenant_id, minute)
);
SELECT tenancy.isolate('tenancy.minute_points', 'SELECT, INSERT, UPDATE, DELETE');
