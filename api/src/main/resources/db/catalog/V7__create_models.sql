CREATE TABLE catalog.registered_model (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  description text,
  last_number int NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CONSTRAINT registered_model_name_taken UNIQUE (tenant_id, project_id, name)
);
CREATE INDEX registered_model_by_project ON catalog.registered_model (tenant_id, project_id, id);
SELECT tenancy.isolate('catalog.registered_model', 'SELECT, INSERT, UPDATE');

-- authors: every label that stands behind whoever registered it. None of them may approve it.
CREATE TABLE catalog.model_version (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  model_id uuid NOT NULL,
  number int NOT NULL,
  status text NOT NULL DEFAULT 'REGISTERED' CHECK (status IN ('REGISTERED', 'APPROVED', 'REJECTED', 'ARCHIVED')),
  format text NOT NULL,
  digest text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL,
  signature jsonb,
  run_id uuid NOT NULL,
  author text NOT NULL,
  authors text[] NOT NULL,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, model_id) REFERENCES catalog.registered_model (tenant_id, id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id),
  CONSTRAINT model_version_number_taken UNIQUE (tenant_id, model_id, number)
);
CREATE INDEX model_version_by_model ON catalog.model_version (tenant_id, model_id, id);
CREATE INDEX model_version_by_run ON catalog.model_version (tenant_id, run_id);
SELECT tenancy.isolate('catalog.model_version', 'SELECT, INSERT');
-- What a version is made of never changes; its state does.
GRANT UPDATE (status, version) ON catalog.model_version TO keelson_app;

CREATE TABLE catalog.model_file (
  tenant_id uuid NOT NULL,
  model_version_id uuid NOT NULL,
  project_id uuid NOT NULL,
  path text NOT NULL,
  digest text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, model_version_id, path),
  FOREIGN KEY (tenant_id, model_version_id) REFERENCES catalog.model_version (tenant_id, id)
);
CREATE INDEX model_file_by_project ON catalog.model_file (tenant_id, project_id);
SELECT tenancy.isolate('catalog.model_file', 'SELECT, INSERT');

CREATE TABLE catalog.approval (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  model_version_id uuid NOT NULL,
  approved boolean NOT NULL,
  decided_by text NOT NULL,
  at timestamptz NOT NULL,
  comment text,
  checks jsonb NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, model_version_id) REFERENCES catalog.model_version (tenant_id, id)
);
CREATE INDEX approval_by_version ON catalog.approval (tenant_id, model_version_id, id);
SELECT tenancy.isolate('catalog.approval', 'SELECT, INSERT');

CREATE TABLE catalog.model_alias (
  tenant_id uuid NOT NULL,
  model_id uuid NOT NULL,
  name text NOT NULL,
  model_version_id uuid NOT NULL,
  moved_at timestamptz NOT NULL,
  moved_by text NOT NULL,
  PRIMARY KEY (tenant_id, model_id, name),
  FOREIGN KEY (tenant_id, model_id) REFERENCES catalog.registered_model (tenant_id, id),
  FOREIGN KEY (tenant_id, model_version_id) REFERENCES catalog.model_version (tenant_id, id)
);
CREATE INDEX model_alias_by_version ON catalog.model_alias (tenant_id, model_version_id);
SELECT tenancy.isolate('catalog.model_alias', 'SELECT, INSERT, UPDATE');
