-- Versions that an SQL statement makes of other versions.

-- The statement that made a version. The job lives in another schema, which never looks up here: no foreign key to it.
-- digest stands for inputs, text and engine: what has the same in one data set is the same version.
CREATE TABLE catalog.transform (
  tenant_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_id uuid NOT NULL,
  sql text NOT NULL,
  engine text NOT NULL,
  digest text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  job_id uuid NOT NULL,
  reuses int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, dataset_version_id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_id) REFERENCES catalog.dataset (tenant_id, id),
  CONSTRAINT transform_job_taken UNIQUE (tenant_id, job_id)
);
CREATE INDEX transform_by_digest ON catalog.transform (tenant_id, dataset_id, digest);
SELECT tenancy.isolate('catalog.transform', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.transform
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- What a statement reads, by the names that it uses. Several versions may go by one name: they are read as one table.
CREATE TABLE catalog.transform_input (
  tenant_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  name text NOT NULL,
  input_version_id uuid NOT NULL,
  -- What another project has used keeps the digest, and what it was called: no foreign key to the version.
  removed_name text,
  PRIMARY KEY (tenant_id, dataset_version_id, name, input_version_id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.transform (tenant_id, dataset_version_id)
);
CREATE INDEX transform_input_by_version ON catalog.transform_input (tenant_id, input_version_id);
SELECT tenancy.isolate('catalog.transform_input', 'SELECT, INSERT, UPDATE (removed_name), DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.transform_input
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('dataset_version', 'dataset_version_id');

-- What a statement makes of the first rows of its inputs. It shows their data: whoever reads it may read each of them.
CREATE TABLE catalog.transform_preview (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  input_project_ids uuid[] NOT NULL,
  job_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('RUNNING', 'READY', 'FAILED')),
  reason text,
  columns jsonb NOT NULL DEFAULT '[]',
  rows jsonb NOT NULL DEFAULT '[]',
  more boolean NOT NULL DEFAULT false,
  partial boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  -- Whether what the preview's job left is let go, as it is with the preview.
  released boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT transform_preview_job_taken UNIQUE (tenant_id, job_id),
  CHECK ((status = 'FAILED') = (reason IS NOT NULL))
);
CREATE INDEX transform_preview_by_age ON catalog.transform_preview (tenant_id, created_at);
SELECT tenancy.isolate('catalog.transform_preview', 'SELECT, INSERT, UPDATE, DELETE');
