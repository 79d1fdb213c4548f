-- Prices, and the ledger of what was used.

GRANT USAGE ON SCHEMA billing TO keelson_app, keelson_system;

-- The platform's prices: the same for every tenant, so there is no tenant_id. The operator writes them as the owner.
CREATE TABLE billing.price (
  meter text NOT NULL,
  resource_pattern text NOT NULL DEFAULT '%',
  unit_price numeric NOT NULL CHECK (unit_price >= 0),
  currency text NOT NULL CHECK (currency = 'EUR'),
  valid_from timestamptz NOT NULL,
  PRIMARY KEY (meter, resource_pattern, valid_from)
);
GRANT SELECT ON billing.price TO keelson_app;

-- What one tenant has negotiated goes before the platform's price.
CREATE TABLE billing.tenant_price (
  tenant_id uuid NOT NULL,
  meter text NOT NULL,
  resource_pattern text NOT NULL DEFAULT '%',
  unit_price numeric NOT NULL CHECK (unit_price >= 0),
  currency text NOT NULL CHECK (currency = 'EUR'),
  valid_from timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, meter, resource_pattern, valid_from)
);
SELECT tenancy.isolate('billing.tenant_price', 'SELECT');

INSERT INTO billing.price (meter, unit_price, currency, valid_from)
VALUES
  ('job.cpu_seconds', 0.0000125, 'EUR', '2026-01-01T00:00:00Z'),             -- 0.045 an hour
  ('job.memory_gib_seconds', 0.0000014, 'EUR', '2026-01-01T00:00:00Z'),      -- 0.00504 an hour
  ('replica.cpu_seconds', 0.0000139, 'EUR', '2026-01-01T00:00:00Z'),         -- 0.05004 an hour
  ('replica.memory_gib_seconds', 0.0000015, 'EUR', '2026-01-01T00:00:00Z'),  -- 0.0054 an hour
  ('inference.requests', 0.0000004, 'EUR', '2026-01-01T00:00:00Z'),          -- 0.40 a million
  ('storage.gib_hours', 0.0000315, 'EUR', '2026-01-01T00:00:00Z');           -- 0.023 a month of 730 hours

-- What was used and what it costs. Lines are only added; a mistake is put right by a line that corrects another.
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
  -- Behind row-level security an index serves only operators that are known not to leak, and ->> is none of them:
  -- columns with the labels' text can be looked up.
  run_id text GENERATED ALWAYS AS (labels ->> 'runId') STORED,
  job_id text GENERATED ALWAYS AS (labels ->> 'jobId') STORED,
  endpoint_id text GENERATED ALWAYS AS (labels ->> 'endpointId') STORED,
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
CREATE INDEX usage_event_by_corrected ON billing.usage_event (tenant_id, corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX usage_event_by_run ON billing.usage_event (tenant_id, run_id, from_at, id);
CREATE INDEX usage_event_by_job ON billing.usage_event (tenant_id, job_id, from_at, id);
CREATE INDEX usage_event_by_endpoint ON billing.usage_event (tenant_id, endpoint_id, from_at, id);
CREATE INDEX usage_event_by_meter ON billing.usage_event (tenant_id, meter, from_at, id);
CREATE INDEX usage_event_by_resource ON billing.usage_event (tenant_id, resource, from_at, id);
SELECT tenancy.isolate('billing.usage_event', 'SELECT, INSERT');

-- Grants keep the application from changing a line; this keeps everybody, the owner too, even when no row is hit.
CREATE FUNCTION billing.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the usage ledger is append-only: % refused; add a correction instead', TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER usage_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.usage_event
  FOR EACH STATEMENT EXECUTE FUNCTION billing.refuse_change();
-- Also in sessions that switch ordinary triggers off (session_replication_role = replica).
ALTER TABLE billing.usage_event ENABLE ALWAYS TRIGGER usage_event_append_only;
