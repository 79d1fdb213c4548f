-- Where a project's alerts go: people by e-mail, a webhook, a room of Slack. Addresses and secrets are sealed by the tenant's key.
-- A channel that is deleted takes nothing more; its row goes some time later, with its deliveries.
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

-- When something of a channel is due, and who delivers it now. One delivery of a channel is at work at a time, and no channel
-- waits for another.
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
SELECT tenancy.isolate('catalog.alert_delivery', 'SELECT, INSERT, UPDATE, DELETE');
