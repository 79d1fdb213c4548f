CREATE TABLE catalog.dataset (
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
  CONSTRAINT dataset_name_taken UNIQUE (tenant_id, project_id, name)
);
CREATE INDEX dataset_by_project ON catalog.dataset (tenant_id, project_id, id);
SELECT tenancy.isolate('catalog.dataset', 'SELECT, INSERT, UPDATE');

CREATE TABLE catalog.dataset_version (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_id uuid NOT NULL,
  number int NOT NULL,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'SEALED', 'VALIDATED', 'REJECTED')),
  digest text CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL DEFAULT 0,
  files int NOT NULL DEFAULT 0,
  rejection text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  sealed_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_id) REFERENCES catalog.dataset (tenant_id, id),
  CONSTRAINT dataset_version_number_taken UNIQUE (tenant_id, dataset_id, number),
  CHECK ((status = 'OPEN') = (digest IS NULL)),
  CHECK ((status = 'OPEN') = (sealed_at IS NULL))
);
CREATE INDEX dataset_version_by_dataset ON catalog.dataset_version (tenant_id, dataset_id, id);
SELECT tenancy.isolate('catalog.dataset_version', 'SELECT, INSERT, UPDATE');

CREATE TABLE catalog.dataset_file (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  path text NOT NULL,
  digest text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id),
  CONSTRAINT dataset_file_path_taken UNIQUE (tenant_id, dataset_version_id, path)
);
CREATE INDEX dataset_file_by_version ON catalog.dataset_file (tenant_id, dataset_version_id, id);
CREATE INDEX dataset_file_by_project ON catalog.dataset_file (tenant_id, project_id);
SELECT tenancy.isolate('catalog.dataset_file', 'SELECT, INSERT, DELETE');
