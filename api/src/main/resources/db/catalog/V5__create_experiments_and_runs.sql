CREATE TABLE catalog.experiment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  tags jsonb NOT NULL DEFAULT '{}',
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CONSTRAINT experiment_name_taken UNIQUE (tenant_id, project_id, name)
);
CREATE INDEX experiment_by_project ON catalog.experiment (tenant_id, project_id, id);
SELECT tenancy.isolate('catalog.experiment', 'SELECT, INSERT, UPDATE');

-- The job lives in another schema, which never looks up here: no foreign key to it.
CREATE TABLE catalog.run (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  experiment_id uuid NOT NULL,
  name text NOT NULL,
  status text NOT NULL CHECK (status IN ('SCHEDULED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED')),
  job_id uuid,
  parent_id uuid,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, experiment_id) REFERENCES catalog.experiment (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES catalog.run (tenant_id, id),
  CONSTRAINT run_job_taken UNIQUE (tenant_id, job_id)
);
CREATE INDEX run_by_experiment ON catalog.run (tenant_id, experiment_id, id);
SELECT tenancy.isolate('catalog.run', 'SELECT, INSERT, UPDATE');

-- Parameters are what a run was given: they never change.
CREATE TABLE catalog.run_param (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (tenant_id, run_id, key),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id)
);
SELECT tenancy.isolate('catalog.run_param', 'SELECT, INSERT');

CREATE TABLE catalog.run_tag (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (tenant_id, run_id, key),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id)
);
SELECT tenancy.isolate('catalog.run_tag', 'SELECT, INSERT, UPDATE');

CREATE TABLE catalog.run_dataset (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  digest text NOT NULL,
  PRIMARY KEY (tenant_id, run_id, dataset_version_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id)
);
CREATE INDEX run_dataset_by_version ON catalog.run_dataset (tenant_id, dataset_version_id, run_id);
SELECT tenancy.isolate('catalog.run_dataset', 'SELECT, INSERT');

CREATE TABLE catalog.artifact (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  project_id uuid NOT NULL,
  path text NOT NULL,
  digest text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, run_id, path),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id)
);
CREATE INDEX artifact_by_project ON catalog.artifact (tenant_id, project_id);
SELECT tenancy.isolate('catalog.artifact', 'SELECT, INSERT, UPDATE');
