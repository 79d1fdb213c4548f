-- Points of cost that callers took in an hour of UTC, and by how many operations. Those for whom there is no row of their own any
-- more share one of the kind OTHERS, with ids of zeros; so has a caller without a key for the key.
CREATE TABLE tenancy.caller_points (
  tenant_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  caller_kind text NOT NULL,
  caller_id uuid NOT NULL,
  key_id uuid NOT NULL,
  caller text NOT NULL,
  points bigint NOT NULL CHECK (points >= 0),
  calls bigint NOT NULL CHECK (calls >= 0),
  last_at timestamptz NOT NULL,
  served_at timestamptz, -- when an operation was let pass last
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
