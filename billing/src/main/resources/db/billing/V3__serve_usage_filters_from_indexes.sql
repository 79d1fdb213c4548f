-- Behind row-level security an index serves only operators that are known not to leak, and ->> is none of them: reading
-- the lines of a run went through all of its tenant's. Columns with the labels' text can be looked up.
ALTER TABLE billing.usage_event
  ADD COLUMN run_id text GENERATED ALWAYS AS (labels ->> 'runId') STORED,
  ADD COLUMN job_id text GENERATED ALWAYS AS (labels ->> 'jobId') STORED,
  ADD COLUMN endpoint_id text GENERATED ALWAYS AS (labels ->> 'endpointId') STORED;

DROP INDEX billing.usage_event_by_run;
DROP INDEX billing.usage_event_by_job;
DROP INDEX billing.usage_event_by_endpoint;
CREATE INDEX usage_event_by_run ON billing.usage_event (tenant_id, run_id, from_at, id);
CREATE INDEX usage_event_by_job ON billing.usage_event (tenant_id, job_id, from_at, id);
CREATE INDEX usage_event_by_endpoint ON billing.usage_event (tenant_id, endpoint_id, from_at, id);
CREATE INDEX usage_event_by_meter ON billing.usage_event (tenant_id, meter, from_at, id);
CREATE INDEX usage_event_by_resource ON billing.usage_event (tenant_id, resource, from_at, id);
