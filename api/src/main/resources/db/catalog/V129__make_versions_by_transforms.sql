-- A version may be made by a transform: MAKING from its submission on, then SEALED with what came of it, or REJECTED with why
-- nothing did. Its files come with its end, at once.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.dataset_version
  DROP CONSTRAINT dataset_version_status_check,
  DROP CONSTRAINT dataset_version_check,
  DROP CONSTRAINT dataset_version_check1,
  ADD CONSTRAINT dataset_version_status_check
    CHECK (status IN ('OPEN', 'MAKING', 'SEALED', 'VALIDATING', 'VALIDATED', 'REJECTED', 'ERRORED')),
  ADD CONSTRAINT dataset_version_digest_of_final_check
    CHECK ((status IN ('OPEN', 'MAKING')) = (digest IS NULL)),
  ADD CONSTRAINT dataset_version_sealed_at_of_final_check
    CHECK ((status IN ('OPEN', 'MAKING')) = (sealed_at IS NULL));

CREATE OR REPLACE FUNCTION catalog.refuse_change_of_sealed_files() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  changed catalog.dataset_file;
  version_status text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    changed := OLD;
  ELSE
    changed := NEW;
  END IF;
  -- The lock waits for a sealing in progress, which then is seen.
  SELECT v.status INTO version_status
  FROM catalog.dataset_version v
  WHERE v.tenant_id = changed.tenant_id AND v.id = changed.dataset_version_id
  FOR SHARE;
  IF version_status IS NULL OR version_status NOT IN ('OPEN', 'MAKING') THEN
    RAISE EXCEPTION 'data set version % is %: its files are final', changed.dataset_version_id, version_status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN changed;
END
$$;

DROP TRIGGER sealed_version_is_final ON catalog.dataset_version;
CREATE TRIGGER sealed_version_is_final
BEFORE UPDATE OR DELETE ON catalog.dataset_version
FOR EACH ROW WHEN (OLD.status NOT IN ('OPEN', 'MAKING')) EXECUTE FUNCTION catalog.refuse_change_of_sealed_version();

-- The job lives in another schema, which never looks up here: no foreign key to it. digest stands for inputs, text and engine:
-- what has the same in one data set is the same version.
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
SELECT tenancy.isolate('catalog.transform', 'SELECT, INSERT, UPDATE');

CREATE TABLE catalog.transform_input (
  tenant_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  name text NOT NULL,
  input_version_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, dataset_version_id, name),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.transform (tenant_id, dataset_version_id),
  FOREIGN KEY (tenant_id, input_version_id) REFERENCES catalog.dataset_version (tenant_id, id)
);
CREATE INDEX transform_input_by_version ON catalog.transform_input (tenant_id, input_version_id);
SELECT tenancy.isolate('catalog.transform_input', 'SELECT, INSERT');
