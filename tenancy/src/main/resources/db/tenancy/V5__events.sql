-- Events with their deliveries, and requests that are sent again.

-- What happened, for handlers that act on it later: written in the transaction in which it happens.
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
CREATE INDEX event_by_age ON tenancy.event (tenant_id, created_at);
SELECT tenancy.isolate('tenancy.event', 'SELECT, INSERT, DELETE');

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
-- Tenants take turns: whose deliveries are due is found by skipping from tenant to tenant, however many each has.
CREATE INDEX delivery_by_turn ON tenancy.delivery (tenant_id, handler, due_at, event_id);
SELECT tenancy.isolate('tenancy.delivery', 'SELECT, INSERT, UPDATE, DELETE');
-- The relay looks for deliveries; their events are read, and removed, tenant by tenant.
SELECT tenancy.open_to_system('tenancy.delivery', 'SELECT (tenant_id, event_id, handler, due_at)');

-- A delivery whose handler has failed too often: it waits here for a person, who may have it delivered again. Its event
-- stays as long as it does.
CREATE TABLE tenancy.dead_letter (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  handler text NOT NULL,
  attempts int NOT NULL,
  failure text,
  died_at timestamptz NOT NULL,
  replayed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES tenancy.event (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX dead_letter_by_event ON tenancy.dead_letter (tenant_id, event_id);
CREATE INDEX dead_letter_by_age ON tenancy.dead_letter (tenant_id, died_at);
SELECT tenancy.isolate('tenancy.dead_letter', 'SELECT, INSERT, UPDATE (replayed_at), DELETE');

-- The claim of an idempotency key is inserted before the change that it stands for and gets the change's result before
-- both commit; whoever comes second waits for it. A request may hold several mutations: each claims the request's key
-- for its own place.
CREATE TABLE tenancy.idempotency_key (
  tenant_id uuid NOT NULL,
  actor text NOT NULL,
  key text NOT NULL,
  field int NOT NULL DEFAULT 0,
  operation text NOT NULL,
  request_hash bytea NOT NULL,
  result_id uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, actor, key, field)
);
CREATE INDEX idempotency_key_by_age ON tenancy.idempotency_key (tenant_id, created_at);
SELECT tenancy.isolate('tenancy.idempotency_key', 'SELECT, INSERT, UPDATE, DELETE');
