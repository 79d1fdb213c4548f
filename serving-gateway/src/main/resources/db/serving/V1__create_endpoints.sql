GRANT USAGE ON SCHEMA serving TO keelson_app, keelson_system;

-- The name is the model name of the data plane's protocol, hence unique in the whole tenant.
CREATE TABLE serving.endpoint (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  last_number int NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT endpoint_name_taken UNIQUE (tenant_id, name)
);
CREATE INDEX endpoint_by_project ON serving.endpoint (tenant_id, project_id, id);
SELECT tenancy.isolate('serving.endpoint', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('serving.endpoint', 'SELECT');

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
  min_replicas int NOT NULL CHECK (min_replicas >= 1),
  max_replicas int NOT NULL CHECK (max_replicas >= min_replicas),
  cpus double precision NOT NULL,
  memory_bytes bigint NOT NULL,
  submitted_by text NOT NULL,
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
  CONSTRAINT revision_number_taken UNIQUE (tenant_id, endpoint_id, number)
);
-- What the controllers look at; ended revisions are not in it.
CREATE INDEX revision_due ON serving.revision (next_check_at)
  WHERE status IN ('PENDING', 'LOADING', 'READY', 'DRAINING');
SELECT tenancy.isolate('serving.revision', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('serving.revision', 'SELECT');

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
SELECT tenancy.isolate('serving.replica', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('serving.replica', 'SELECT');

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
SELECT tenancy.open_to_system('serving.replica_load', 'SELECT, INSERT, UPDATE, DELETE');
