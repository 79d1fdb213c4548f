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
SELECT tenancy.isolate('tenancy.dead_letter', 'SELECT, INSERT, DELETE');
GRANT UPDATE (replayed_at) ON tenancy.dead_letter TO keelson_app;

-- Tenants take turns: whose deliveries are due is found by skipping from tenant to tenant, however many each has.
CREATE INDEX delivery_by_turn ON tenancy.delivery (tenant_id, handler, due_at, event_id);
DROP INDEX tenancy.delivery_due;
