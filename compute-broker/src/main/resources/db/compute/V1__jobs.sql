-- Jobs, the queue that they wait in, and their logs.

GRANT USAGE ON SCHEMA compute TO keelson_app, keelson_system;

-- A task that somebody submitted, or a service that a replica is. Services go some time after they are over; tasks stay.
CREATE TABLE compute.job (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  run_id uuid,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('TASK', 'SERVICE')),
  status text NOT NULL
    CHECK (status IN ('QUEUED', 'PROVISIONING', 'RUNNING', 'PREEMPTED', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT')),
  reason text,
  exit_code int,
  program text,
  command text[] NOT NULL,
  environment jsonb NOT NULL,
  parameters jsonb NOT NULL,
  inputs jsonb NOT NULL,
  outputs jsonb NOT NULL DEFAULT '[]',
  cpu_millis int NOT NULL CHECK (cpu_millis > 0),
  memory_bytes bigint NOT NULL CHECK (memory_bytes > 0),
  max_seconds bigint CHECK (max_seconds > 0),
  -- After which ends a job is tried again, how often and after which pause. Which cause an attempt's end had is in the
  -- lease's outcome.
  retries jsonb NOT NULL DEFAULT '[]',
  traceparent text,
  submitted_by text NOT NULL,
  submitted_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (submitted_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  submitted_by_id uuid,
  submitted_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  stop_requested_at timestamptz,
  stop_reason text,
  attempt int NOT NULL DEFAULT 0,
  fence bigint NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT task_has_time_limit CHECK (kind = 'SERVICE' OR max_seconds IS NOT NULL)
);
CREATE INDEX job_of_project ON compute.job (tenant_id, project_id, id DESC);
CREATE INDEX job_of_run ON compute.job (tenant_id, run_id) WHERE run_id IS NOT NULL;
-- The newest tasks of a tenant in each state: replicas, which are jobs as well, are not in it.
CREATE INDEX task_by_status ON compute.job (tenant_id, status, id DESC) WHERE kind = 'TASK';
CREATE INDEX ended_service_by_end ON compute.job (tenant_id, ended_at) WHERE kind = 'SERVICE';
-- How many tasks of a project failed of late: rules of alerts ask each minute.
CREATE INDEX failed_task_by_end ON compute.job (tenant_id, project_id, ended_at) WHERE kind = 'TASK' AND status IN ('FAILED', 'TIMED_OUT');
SELECT tenancy.isolate('compute.job', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('compute.job', 'SELECT (tenant_id, id, max_seconds, stop_requested_at)');

-- The heads of the queue, kept small because the scheduler looks at them across tenants. A claim is a promise that ends
-- by itself: the one that made it moves the job and deletes the entry in one transaction of the job's tenant.
CREATE TABLE compute.queue_entry (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  cpu_millis int NOT NULL,
  memory_bytes bigint NOT NULL,
  -- When a queued job will have ended at the latest, which decides whether it may go before one that room is kept for;
  -- null for a service, which ends when it is told to.
  max_seconds bigint,
  queued_at timestamptz NOT NULL,
  -- What could not be started, by no fault of its own, is tried again from then on, and says why it waits.
  not_before timestamptz,
  waits_for text,
  claimed_by uuid,
  claimed_host text,
  claimed_slot int,
  claimed_until timestamptz,
  PRIMARY KEY (tenant_id, job_id),
  FOREIGN KEY (tenant_id, job_id) REFERENCES compute.job (tenant_id, id)
);
CREATE INDEX queue_entry_by_age ON compute.queue_entry (queued_at);
SELECT tenancy.isolate('compute.queue_entry', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('compute.queue_entry', 'SELECT, UPDATE (claimed_by, claimed_host, claimed_slot, claimed_until)');

-- Where a piece of a job's log lies in the object store. The offsets say how far into the attempt's two files it
-- reaches, so that whoever adopts the job goes on exactly there.
CREATE TABLE compute.log_chunk (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  seq int NOT NULL,
  attempt int NOT NULL,
  -- How often the lines of a chunk were put together out of smaller ones: neighbours of one level become one of the
  -- next.
  level int NOT NULL DEFAULT 0,
  from_line bigint NOT NULL,
  to_line bigint NOT NULL,
  out_offset_bytes bigint NOT NULL,
  err_offset_bytes bigint NOT NULL,
  total_bytes bigint NOT NULL,
  digest text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, job_id, seq),
  FOREIGN KEY (tenant_id, job_id) REFERENCES compute.job (tenant_id, id)
);
CREATE INDEX log_chunk_by_line ON compute.log_chunk (tenant_id, job_id, to_line);
CREATE INDEX log_chunk_by_age ON compute.log_chunk (tenant_id, created_at);
SELECT tenancy.isolate('compute.log_chunk', 'SELECT, INSERT, DELETE');
