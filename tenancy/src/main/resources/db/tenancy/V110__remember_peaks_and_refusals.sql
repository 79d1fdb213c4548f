-- The most that a tenant has used of each quota in a day of UTC, in the quota's parts. Zero is a row too: somebody has looked.
CREATE TABLE tenancy.quota_day (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  name text NOT NULL,
  peak bigint NOT NULL CHECK (peak >= 0),
  PRIMARY KEY (tenant_id, day, name)
);
SELECT tenancy.isolate('tenancy.quota_day', 'SELECT, INSERT, UPDATE, DELETE');

-- How often a limit has refused whom in a day of UTC. Those for whom there is no row of their own any more share one of the
-- kind OTHERS, with an id of zeros.
CREATE TABLE tenancy.refusal_day (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  name text NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid NOT NULL,
  actor text NOT NULL,
  refused bigint NOT NULL CHECK (refused > 0),
  last_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, day, name, actor_kind, actor_id)
);
SELECT tenancy.isolate('tenancy.refusal_day', 'SELECT, INSERT, UPDATE, DELETE');
