-- How much of a gateway's counter is on the ledger already: written in the transaction that bills it.
CREATE TABLE serving.metering_cursor (
  tenant_id uuid NOT NULL,
  instance_id uuid NOT NULL,
  revision_id uuid NOT NULL,
  billed_requests bigint NOT NULL,
  sequence bigint NOT NULL,
  billed_until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, instance_id, revision_id)
);
SELECT tenancy.isolate('serving.metering_cursor', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.metering_cursor', 'SELECT, DELETE');

-- For people, not for bills: one row a minute, revision and gateway process. Latencies are counted in buckets, so that
-- percentiles over several rows are right.
CREATE TABLE serving.traffic (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  minute timestamptz NOT NULL,
  revision_id uuid NOT NULL,
  instance_id uuid NOT NULL,
  requests bigint NOT NULL,
  errors bigint NOT NULL,
  latency_sum_us bigint NOT NULL,
  latency_counts bigint[] NOT NULL,
  PRIMARY KEY (tenant_id, endpoint_id, minute, revision_id, instance_id)
);
SELECT tenancy.isolate('serving.traffic', 'SELECT, INSERT, UPDATE');
