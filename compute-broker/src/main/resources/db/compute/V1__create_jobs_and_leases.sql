GRANT USAGE ON SCHEMA compute TO keelson_app, keelson_system;

CREATE TABLE compute.job (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  run_id uuid,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('TASK', 'SERVICE')),
  status text NOT NULL CHECK (status IN
    ('QUEUED', 'PROVISIONING', 'RUNNING', 'PREEMPTED', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT')),
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
  traceparent text,
  submitted_by text NOT NULL,
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
SELECT tenancy.isolate('compute.job', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('compute.job', 'SELECT');

-- The heads of the queue, kept small because the scheduler looks at them across tenants. A claim is a promise that ends
-- by itself: the one that made it moves the job and deletes the entry in one transaction of the job's tenant.
CREATE TABLE compute.queue_entry (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  cpu_millis int NOT NULL,
  memory_bytes bigint NOT NULL,
  queued_at timestamptz NOT NULL,
  claimed_by uuid,
  claimed_host text,
  claimed_slot int,
  claimed_until timestamptz,
  PRIMARY KEY (tenant_id, job_id),
  FOREIGN KEY (tenant_id, job_id) REFERENCES compute.job (tenant_id, id)
);
CREATE INDEX queue_entry_by_age ON compute.queue_entry (queued_at);
SELECT tenancy.isolate('compute.queue_entry', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('compute.queue_entry', 'SELECT, UPDATE');

-- The broker processes. Their heartbeat is that of every lease they hold: one row a second and process, however many
-- leases there are, and no row that a job's own writes lock.
CREATE TABLE compute.holder (
  id uuid NOT NULL PRIMARY KEY,
  host_id text NOT NULL,
  started_at timestamptz NOT NULL,
  heartbeat_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON compute.holder TO keelson_system;

CREATE TABLE compute.lease (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  job_id uuid NOT NULL,
  project_id uuid NOT NULL,
  run_id uuid,
  kind text NOT NULL CHECK (kind IN ('TASK', 'SERVICE')),
  attempt int NOT NULL,
  fence bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('REQUESTED', 'ACTIVE', 'LOST', 'RELEASING', 'RELEASED')),
  provider text NOT NULL,
  instance_type text NOT NULL,
  host_id text NOT NULL,
  slot int NOT NULL,
  holder_id uuid NOT NULL,
  cpu_millis int NOT NULL,
  memory_bytes bigint NOT NULL,
  socket_path text,
  requested_at timestamptz NOT NULL,
  active_at timestamptz,
  heard_at timestamptz NOT NULL,
  metered_to timestamptz,
  lost_at timestamptz,
  releasing_at timestamptz,
  released_at timestamptz,
  outcome jsonb,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, job_id) REFERENCES compute.job (tenant_id, id),
  CONSTRAINT lease_attempt_taken UNIQUE (tenant_id, job_id, attempt)
);
-- A job has one lease at a time, and an account of a machine one job: the second of a pair is refused here.
CREATE UNIQUE INDEX lease_job_has_one ON compute.lease (tenant_id, job_id) WHERE status <> 'RELEASED';
CREATE UNIQUE INDEX lease_slot_taken ON compute.lease (host_id, slot) WHERE status <> 'RELEASED';
CREATE INDEX lease_held ON compute.lease (holder_id) WHERE status <> 'RELEASED';
SELECT tenancy.isolate('compute.lease', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('compute.lease', 'SELECT, UPDATE');

-- Where a piece of a job's log lies in the object store. The offsets say how far into the attempt's two files it reaches,
-- so that whoever adopts the job goes on exactly there.
CREATE TABLE compute.log_chunk (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  seq int NOT NULL,
  attempt int NOT NULL,
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
SELECT tenancy.isolate('compute.log_chunk', 'SELECT, INSERT');
