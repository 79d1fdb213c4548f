-- What is watched in a project, and when it is looked at next: a process that looks at a rule moves that ahead in the same
-- transaction in which it writes what came of it, so that each time is looked at once.
CREATE TABLE catalog.alert_rule (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ENDPOINT_LATENCY', 'ENDPOINT_ERRORS', 'JOB_FAILURE', 'BUDGET')),
  endpoint_id uuid,
  threshold double precision NOT NULL CHECK (threshold >= 0),
  window_s int NOT NULL CHECK (window_s > 0),
  for_s int NOT NULL CHECK (for_s >= 0),
  severity text NOT NULL CHECK (severity IN ('WARNING', 'CRITICAL')),
  channel_ids uuid[] NOT NULL DEFAULT '{}',
  silenced_until timestamptz,
  silence_reason text,
  silenced_by text,
  silenced_by_kind text,
  silenced_by_id uuid,
  next_check_at timestamptz,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid,
  deleted_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CHECK ((kind LIKE 'ENDPOINT_%') = (endpoint_id IS NOT NULL)),
  CHECK ((deleted_at IS NULL) = (next_check_at IS NOT NULL))
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
