-- Endpoints, their revisions and replicas, and the requests that they have answered.

GRANT USAGE ON SCHEMA serving TO keelson_app, keelson_system;

-- The name is the model name of the data plane's protocol, hence unique in the whole tenant. Endpoints go with their
-- project, children first; the catalog, which knows projects, lets no other endpoint go.
CREATE TABLE serving.endpoint (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  last_number int NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT endpoint_name_taken UNIQUE (tenant_id, name)
);
CREATE INDEX endpoint_by_project ON serving.endpoint (tenant_id, project_id, id);
SELECT tenancy.isolate('serving.endpoint', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.endpoint', 'SELECT (tenant_id, id, project_id, name)');

-- The intent of a deployment and how far it has come.
CREATE TABLE serving.revision (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  number int NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING', 'LOADING', 'READY', 'DRAINING', 'STOPPED', 'FAILED')),
  reason text,
  model_version_id uuid NOT NULL,
  model_label text NOT NULL,
  model_files jsonb NOT NULL,
  signature jsonb NOT NULL,
  backend text NOT NULL CHECK (backend IN ('DJL')),
  weight int NOT NULL CHECK (weight BETWEEN 0 AND 100),
  -- How the revision's share was asked for, and the endpoint's version in which it last came to have all of the traffic:
  -- a rollback goes by that, and no clock of any process decides which revision served before.
  requested_weight int CHECK (requested_weight BETWEEN 0 AND 100),
  all_traffic_version int,
  min_replicas int NOT NULL CHECK (min_replicas >= 1),
  max_replicas int NOT NULL,
  cpus double precision NOT NULL,
  memory_bytes bigint NOT NULL,
  submitted_by text NOT NULL,
  submitted_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (submitted_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  submitted_by_id uuid,
  traceparent text,
  restarts int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  status_since timestamptz NOT NULL,
  ready_at timestamptz,
  ended_at timestamptz,
  next_check_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id),
  CONSTRAINT revision_number_taken UNIQUE (tenant_id, endpoint_id, number),
  CHECK (max_replicas >= min_replicas)
);
-- What the controllers look at; ended revisions are not in it.
CREATE INDEX revision_due ON serving.revision (next_check_at) WHERE status IN ('PENDING', 'LOADING', 'READY', 'DRAINING');
CREATE INDEX revision_live ON serving.revision (tenant_id, endpoint_id) WHERE status IN ('PENDING', 'LOADING', 'READY');
CREATE INDEX revision_by_model_version ON serving.revision (tenant_id, model_version_id);
SELECT tenancy.isolate('serving.revision', 'SELECT, INSERT, UPDATE, DELETE');
-- Routes say by which profile a revision's requests are counted.
SELECT tenancy.open_to_system('serving.revision', 'SELECT (tenant_id, id, endpoint_id, number, status, model_version_id, weight, next_check_at)');

-- A replica is a SERVICE job and has its id. A slot's next attempt follows when the last one has ended.
CREATE TABLE serving.replica (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  revision_id uuid NOT NULL,
  slot int NOT NULL CHECK (slot >= 0),
  attempt int NOT NULL CHECK (attempt >= 1),
  ready boolean NOT NULL DEFAULT false,
  socket_path text,
  missed_probes int NOT NULL DEFAULT 0,
  reason text,
  created_at timestamptz NOT NULL,
  ready_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, job_id),
  FOREIGN KEY (tenant_id, revision_id) REFERENCES serving.revision (tenant_id, id),
  CONSTRAINT replica_attempt_taken UNIQUE (tenant_id, revision_id, slot, attempt)
);
-- The routing table is made of these.
CREATE INDEX replica_ready ON serving.replica (tenant_id, revision_id) WHERE ready;
CREATE INDEX replica_of_revision ON serving.replica (tenant_id, revision_id) WHERE ended_at IS NULL;
CREATE INDEX replica_by_end ON serving.replica (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
SELECT tenancy.isolate('serving.replica', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.replica', 'SELECT (tenant_id, job_id, revision_id, slot, ready, socket_path)');

-- What each gateway process has in flight at a replica: a draining one waits for it.
CREATE TABLE serving.replica_load (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  instance_id uuid NOT NULL,
  in_flight int NOT NULL,
  reported_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, job_id, instance_id),
  FOREIGN KEY (tenant_id, job_id) REFERENCES serving.replica (tenant_id, job_id) ON DELETE CASCADE
);
SELECT tenancy.isolate('serving.replica_load', 'SELECT, DELETE');
SELECT tenancy.open_to_system('serving.replica_load',
  'SELECT (tenant_id, job_id, instance_id, in_flight, reported_at), INSERT, UPDATE (in_flight, reported_at)');

-- How much of a gateway's counter is on the ledger already: written in the transaction that bills it, and removed with
-- what it has billed: a gateway's end.
CREATE TABLE serving.metering_cursor (
  tenant_id uuid NOT NULL,
  instance_id uuid NOT NULL,
  revision_id uuid NOT NULL,
  billed_requests bigint NOT NULL,
  sequence bigint NOT NULL,
  billed_until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, instance_id, revision_id)
);
CREATE INDEX metering_cursor_by_age ON serving.metering_cursor (tenant_id, billed_until);
SELECT tenancy.isolate('serving.metering_cursor', 'SELECT, INSERT, UPDATE, DELETE');

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
CREATE INDEX traffic_by_age ON serving.traffic (tenant_id, minute);
SELECT tenancy.isolate('serving.traffic', 'SELECT, INSERT, UPDATE, DELETE');

-- Which of an endpoint's answered requests are kept, as events of a collector (catalog.collector), and what became of
-- those that were to be kept. A share of 0 keeps none; the numbers stay.
CREATE TABLE serving.capture (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  dataset_id uuid NOT NULL,
  collector_id uuid NOT NULL,
  share double precision NOT NULL CHECK (share BETWEEN 0 AND 1),
  redact text[] NOT NULL,
  kept bigint NOT NULL DEFAULT 0,
  shortened bigint NOT NULL DEFAULT 0,
  dropped_no_room bigint NOT NULL DEFAULT 0,
  dropped_refused bigint NOT NULL DEFAULT 0,
  dropped_unreadable bigint NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, endpoint_id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id)
);
SELECT tenancy.isolate('serving.capture', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.capture', 'SELECT (tenant_id, endpoint_id, collector_id, share, redact)');
