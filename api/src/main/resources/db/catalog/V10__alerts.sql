-- Alerts: the channels that they are sent to, the rules that are watched, and what was found.

-- Where a project's alerts go: people by e-mail, a webhook, a room of Slack. Addresses and secrets are sealed by the
-- tenant's key. A channel that is deleted takes nothing more; its row goes some time later, with its deliveries.
CREATE TABLE catalog.alert_channel (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('EMAIL', 'WEBHOOK', 'SLACK')),
  status text NOT NULL CHECK (status IN ('ACTIVE', 'DISABLED')),
  disabled_reason text,
  address bytea,
  host text,
  member_ids uuid[] NOT NULL DEFAULT '{}',
  secret bytea,
  previous_secret bytea,
  previous_until timestamptz,
  last_delivered_at timestamptz,
  last_error text,
  last_error_at timestamptz,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid,
  deleted_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CHECK ((kind = 'EMAIL') = (address IS NULL)),
  CHECK ((kind = 'WEBHOOK') = (secret IS NOT NULL)),
  CHECK ((status = 'DISABLED') = (disabled_reason IS NOT NULL))
);
CREATE UNIQUE INDEX alert_channel_name_taken ON catalog.alert_channel (tenant_id, project_id, name) WHERE deleted_at IS NULL;
SELECT tenancy.isolate('catalog.alert_channel', 'SELECT, INSERT, UPDATE, DELETE');

-- When something of a channel is due, and who delivers it now. One delivery of a channel is at work at a time, and no
-- channel waits for another.
CREATE TABLE catalog.alert_lane (
  tenant_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  due_at timestamptz,
  not_before timestamptz NOT NULL DEFAULT '-infinity',
  claim uuid,
  claimed_until timestamptz,
  PRIMARY KEY (tenant_id, channel_id),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES catalog.alert_channel (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 50);
CREATE INDEX alert_lane_due ON catalog.alert_lane (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('catalog.alert_lane', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('catalog.alert_lane', 'SELECT (tenant_id, channel_id, due_at, not_before, claimed_until)');

-- One message to one channel: its id is the webhook-id of every attempt, so that a receiver keeps one of them.
CREATE TABLE catalog.alert_delivery (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  project_id uuid NOT NULL,
  type text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  data text NOT NULL,
  -- What a delivery is about is read with a permission: who lacks it is not shown the delivery, and not mailed it.
  reads text NOT NULL,
  occurred_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('WAITING', 'DELIVERED', 'FAILED')),
  attempts int NOT NULL DEFAULT 0,
  due_at timestamptz,
  last_attempt_at timestamptz,
  last_status int,
  last_error text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES catalog.alert_channel (tenant_id, id) ON DELETE CASCADE,
  CHECK ((status = 'WAITING') = (due_at IS NOT NULL)),
  CHECK ((status = 'WAITING') = (ended_at IS NULL))
);
CREATE INDEX alert_delivery_of_channel ON catalog.alert_delivery (tenant_id, channel_id, id);
CREATE INDEX alert_delivery_waiting ON catalog.alert_delivery (tenant_id, channel_id, due_at) WHERE status = 'WAITING';
CREATE INDEX alert_delivery_over ON catalog.alert_delivery (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
-- How many channels a tenant has tried in the last minute is counted before each test.
CREATE INDEX alert_delivery_test ON catalog.alert_delivery (tenant_id, (greatest(created_at, last_attempt_at))) WHERE type = 'channel.test';
SELECT tenancy.isolate('catalog.alert_delivery', 'SELECT, INSERT, UPDATE, DELETE');

-- What is watched in a project, and when it is looked at next: a process that looks at a rule moves that ahead in the
-- same transaction in which it writes what came of it, so that each time is looked at once.
CREATE TABLE catalog.alert_rule (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ENDPOINT_LATENCY', 'ENDPOINT_ERRORS', 'DRIFT', 'QUALITY', 'JOB_FAILURE', 'BUDGET')),
  endpoint_id uuid,
  threshold double precision NOT NULL CHECK (threshold >= 0),
  window_s int NOT NULL CHECK (window_s > 0),
  for_s int NOT NULL CHECK (for_s >= 0),
  severity text NOT NULL CHECK (severity IN ('WARNING', 'CRITICAL')),
  channel_ids uuid[] NOT NULL DEFAULT '{}',
  -- Who is told of a rule's alerts beside its channels and whoever made it. Those who have left are passed over where it
  -- is read.
  member_ids uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(member_ids) <= 20),
  team_ids uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(team_ids) <= 10),
  silenced_until timestamptz,
  silence_reason text,
  silenced_by text,
  silenced_by_kind text,
  silenced_by_id uuid,
  next_check_at timestamptz,
  -- That there is nothing to judge by is how a rule stands, and no alert of its own.
  without_data boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid,
  deleted_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CHECK ((deleted_at IS NULL) = (next_check_at IS NOT NULL)),
  CONSTRAINT alert_rule_of_endpoint CHECK ((kind IN ('ENDPOINT_LATENCY', 'ENDPOINT_ERRORS', 'DRIFT', 'QUALITY')) = (endpoint_id IS NOT NULL))
);
CREATE UNIQUE INDEX alert_rule_name_taken ON catalog.alert_rule (tenant_id, project_id, name) WHERE deleted_at IS NULL;
CREATE INDEX alert_rule_due ON catalog.alert_rule (next_check_at) WHERE next_check_at IS NOT NULL;
SELECT tenancy.isolate('catalog.alert_rule', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('catalog.alert_rule', 'SELECT (tenant_id, id, next_check_at)');

-- One time that a rule spoke, from its first sign to its end. A rule has at most one that goes on.
CREATE TABLE catalog.alert (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  rule_id uuid NOT NULL,
  project_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('OK', 'PENDING', 'FIRING', 'RESOLVED', 'NO_DATA')),
  since timestamptz NOT NULL,
  started_at timestamptz NOT NULL,
  fired_at timestamptz,
  told_at timestamptz,
  ended_at timestamptz,
  value double precision,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_by_kind text,
  acknowledged_by_id uuid,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES catalog.alert_rule (tenant_id, id) ON DELETE CASCADE,
  CHECK ((status IN ('OK', 'RESOLVED')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX alert_going_on ON catalog.alert (tenant_id, rule_id) WHERE ended_at IS NULL;
CREATE INDEX alert_of_project ON catalog.alert (tenant_id, project_id, id);
CREATE INDEX alert_of_rule ON catalog.alert (tenant_id, rule_id, id);
CREATE INDEX alert_over ON catalog.alert (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
-- Those that go on are read first; the newest of the others by the index of all.
CREATE INDEX alert_going_on_of_project ON catalog.alert (tenant_id, project_id, id) WHERE ended_at IS NULL;
SELECT tenancy.isolate('catalog.alert', 'SELECT, INSERT, UPDATE, DELETE');

-- What an alert went through, with what was seen then. The newest of an alert, 100, stay.
CREATE TABLE catalog.alert_change (
  tenant_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  number int NOT NULL,
  status text NOT NULL,
  at timestamptz NOT NULL,
  value double precision,
  evidence text NOT NULL,
  PRIMARY KEY (tenant_id, alert_id, number),
  FOREIGN KEY (tenant_id, alert_id) REFERENCES catalog.alert (tenant_id, id) ON DELETE CASCADE
);
SELECT tenancy.isolate('catalog.alert_change', 'SELECT, INSERT, DELETE');
