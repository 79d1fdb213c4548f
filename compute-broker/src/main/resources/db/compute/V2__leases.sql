-- The broker processes, and the places on their machines that jobs have.

-- The broker processes. Their heartbeat is that of every lease they hold: one row a second and process, however many
-- leases there are, and no row that a job's own writes lock.
CREATE TABLE compute.holder (
  id uuid NOT NULL,
  host_id text NOT NULL,
  -- Which running system a process belongs to, whatever its data folder calls the machine: two that go by one name are
  -- told apart by it. Null for a process that has left.
  machine text,
  started_at timestamptz NOT NULL,
  heartbeat_at timestamptz NOT NULL,
  -- Since when a process has been heard of without a gap, by the database's time: only then it may judge that others are
  -- silent.
  beating_since timestamptz NOT NULL DEFAULT statement_timestamp(),
  -- How large the process's machine is: what it gives out at most.
  cpu_millis int,
  memory_bytes bigint,
  -- What the machine has to give of its disk at the moment, as the process has last seen it: null while it has not
  -- looked.
  disk_bytes bigint,
  -- Why a process gives its machine's room to no job at the moment, such as for want of disk; null while it does.
  shortage text,
  PRIMARY KEY (id),
  CONSTRAINT holder_shortage_is_short CHECK (length(shortage) BETWEEN 1 AND 200),
  CONSTRAINT holder_machine_is_short CHECK (length(machine) BETWEEN 1 AND 100)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON compute.holder TO keelson_system;

-- A place on a machine for one attempt of a job. It goes some time after it is released.
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
  -- What a machine keeps of its processors for a lease, in thousandths; null where that is all that the lease may use.
  request_cpu_millis int,
  memory_bytes bigint NOT NULL,
  -- What a machine keeps of its disk for a lease.
  disk_bytes bigint,
  socket_path text,
  requested_at timestamptz NOT NULL,
  active_at timestamptz,
  heard_at timestamptz NOT NULL,
  metered_to timestamptz,
  lost_at timestamptz,
  releasing_at timestamptz,
  -- When its processes were gone: from then on a lease keeps an account and a folder, but no processor and no memory.
  gone_at timestamptz,
  released_at timestamptz,
  outcome jsonb,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, job_id) REFERENCES compute.job (tenant_id, id),
  CONSTRAINT lease_attempt_taken UNIQUE (tenant_id, job_id, attempt),
  CONSTRAINT lease_request_within_limit CHECK (request_cpu_millis BETWEEN 1 AND cpu_millis),
  CONSTRAINT lease_disk_not_negative CHECK (disk_bytes >= 0)
);
CREATE UNIQUE INDEX lease_slot_taken ON compute.lease (host_id, slot) WHERE status <> 'RELEASED';
CREATE INDEX lease_held ON compute.lease (holder_id) WHERE status <> 'RELEASED';
CREATE INDEX lease_by_end ON compute.lease (tenant_id, released_at) WHERE status = 'RELEASED';
-- Tenants take turns: whose latest task, or replica, was placed longest ago is next.
CREATE INDEX lease_by_kind_and_age ON compute.lease (tenant_id, kind, requested_at);
-- A job has one lease at a time, and an account of a machine one job: the second of a pair is refused here. A job whose
-- machine is lost gets another one; the lost lease waits, under its own fence, for the machine to say that nothing of it
-- runs.
CREATE UNIQUE INDEX lease_job_has_one ON compute.lease (tenant_id, job_id) WHERE status <> 'RELEASED' AND lost_at IS NULL;
SELECT tenancy.isolate('compute.lease', 'SELECT, INSERT, UPDATE, DELETE');
-- Whether the leases behind tokens and links live is asked for all of them together. Of a tenant's leases, those of
-- tasks count as its running jobs.
SELECT tenancy.open_to_system('compute.lease',
  'SELECT (tenant_id, id, job_id, kind, attempt, fence, status, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, '
  'active_at, heard_at, releasing_at, version, gone_at, request_cpu_millis, disk_bytes), UPDATE (holder_id, heard_at, version)');
