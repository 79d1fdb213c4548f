CREATE TABLE billing.usage_event (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  meter text NOT NULL,
  quantity numeric NOT NULL,
  unit text NOT NULL,
  project_id uuid NOT NULL,
  resource text NOT NULL,
  source_id uuid NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  labels jsonb NOT NULL DEFAULT '{}',
  unit_price numeric NOT NULL CHECK (unit_price >= 0),
  currency text NOT NULL CHECK (currency = 'EUR'),
  amount numeric NOT NULL,
  corrects_id uuid,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, corrects_id) REFERENCES billing.usage_event (tenant_id, id),
  CONSTRAINT usage_event_interval CHECK (from_at <= to_at),
  -- numeric multiplication is exact: no digit of an amount is ever rounded here.
  CONSTRAINT usage_event_amount CHECK (amount = quantity * unit_price),
  CONSTRAINT usage_event_negative_corrects CHECK ((quantity < 0) = (corrects_id IS NOT NULL))
);
CREATE INDEX usage_event_by_time ON billing.usage_event (tenant_id, from_at, id);
CREATE INDEX usage_event_by_project ON billing.usage_event (tenant_id, project_id, from_at, id);
CREATE INDEX usage_event_by_run ON billing.usage_event (tenant_id, (labels ->> 'runId')) WHERE labels ->> 'runId' IS NOT NULL;
CREATE INDEX usage_event_by_job ON billing.usage_event (tenant_id, (labels ->> 'jobId')) WHERE labels ->> 'jobId' IS NOT NULL;
CREATE INDEX usage_event_by_endpoint ON billing.usage_event (tenant_id, (labels ->> 'endpointId'), from_at) WHERE labels ->> 'endpointId' IS NOT NULL;
CREATE INDEX usage_event_by_corrected ON billing.usage_event (tenant_id, corrects_id) WHERE corrects_id IS NOT NULL;
SELECT tenancy.isolate('billing.usage_event', 'SELECT, INSERT');

-- Grants keep the application from changing a line; this keeps everybody, the owner too, even when no row is hit.
CREATE FUNCTION billing.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the usage ledger is append-only: % refused; add a correction instead', TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER usage_event_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.usage_event
  FOR EACH STATEMENT EXECUTE FUNCTION billing.refuse_change();
-- Also in sessions that have switched ordinary triggers off (session_replication_role = replica).
ALTER TABLE billing.usage_event ENABLE ALWAYS TRIGGER usage_event_append_only;
