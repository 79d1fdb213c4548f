-- What a statement makes of the first rows of its inputs. It shows their data: whoever reads it may read each of them.
SET LOCAL lock_timeout = '20s';
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
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT transform_preview_job_taken UNIQUE (tenant_id, job_id),
  CHECK ((status = 'FAILED') = (reason IS NOT NULL))
);
CREATE INDEX transform_preview_by_age ON catalog.transform_preview (tenant_id, created_at);
SELECT tenancy.isolate('catalog.transform_preview', 'SELECT, INSERT, UPDATE, DELETE');
