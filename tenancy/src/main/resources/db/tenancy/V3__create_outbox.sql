CREATE TABLE tenancy.event (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  subject_id uuid NOT NULL,
  payload jsonb NOT NULL,
  trace text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
SELECT tenancy.isolate('tenancy.event', 'SELECT, INSERT');
SELECT tenancy.open_to_system('tenancy.event', 'SELECT, DELETE');

-- One row per event and handler, deleted when the handler's own transaction commits.
CREATE TABLE tenancy.delivery (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  handler text NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  failure text,
  PRIMARY KEY (tenant_id, event_id, handler),
  FOREIGN KEY (tenant_id, event_id) REFERENCES tenancy.event (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX delivery_due ON tenancy.delivery (due_at);
SELECT tenancy.isolate('tenancy.delivery', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.delivery', 'SELECT, UPDATE');
