-- Data sets, their versions and files.

-- A named series of versions. last_number is the number of the newest.
CREATE TABLE catalog.dataset (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  description text,
  last_number int NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  -- What was collected into a data set may be kept for so many days only: then a version's files go, and all that shows
  -- values of them, in the transaction that writes the version's removed_at.
  collected_days int CHECK (collected_days > 0),
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CONSTRAINT dataset_name_taken UNIQUE (tenant_id, project_id, name)
);
CREATE INDEX dataset_by_project ON catalog.dataset (tenant_id, project_id, id);
SELECT tenancy.isolate('catalog.dataset', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.dataset
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- A version may be made by a transform: MAKING from its submission on, then SEALED with what came of it, or REJECTED
-- with why nothing did. Its files come with its end, at once. Only data's own fault rejects data: where the profiler was
-- at its end, a version is ERRORED, says why and is tried again.
CREATE TABLE catalog.dataset_version (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_id uuid NOT NULL,
  number int NOT NULL,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'MAKING', 'SEALED', 'VALIDATING', 'VALIDATED', 'REJECTED', 'ERRORED')),
  digest text CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL DEFAULT 0,
  files int NOT NULL DEFAULT 0,
  rejection text,
  -- error stays while it is VALIDATING again; retry_at is there while it waits for that.
  error text,
  retry_at timestamptz,
  -- A version that was REJECTED and is judged again is read by nobody until it is found to be as expected: held says so
  -- while it is VALIDATING or ERRORED.
  held boolean NOT NULL DEFAULT false,
  created_by text NOT NULL,
  created_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  sealed_at timestamptz,
  -- The version itself stays when its files go, with its digest and what read it.
  removed_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_id) REFERENCES catalog.dataset (tenant_id, id),
  CONSTRAINT dataset_version_number_taken UNIQUE (tenant_id, dataset_id, number),
  CONSTRAINT dataset_version_error_check
    CHECK (CASE status WHEN 'ERRORED' THEN error IS NOT NULL WHEN 'VALIDATING' THEN true ELSE error IS NULL END),
  CONSTRAINT dataset_version_retry_check CHECK ((status = 'ERRORED') = (retry_at IS NOT NULL)),
  CONSTRAINT dataset_version_digest_of_final_check CHECK ((status IN ('OPEN', 'MAKING')) = (digest IS NULL)),
  CONSTRAINT dataset_version_sealed_at_of_final_check CHECK ((status IN ('OPEN', 'MAKING')) = (sealed_at IS NULL))
);
CREATE INDEX dataset_version_by_dataset ON catalog.dataset_version (tenant_id, dataset_id, id);
SELECT tenancy.isolate('catalog.dataset_version', 'SELECT, INSERT, UPDATE, DELETE');

-- Its bytes are the object of that digest (tenancy.object), which many files may share.
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

-- The digest of a sealed version is a promise: not even a defect of ours may change what it stands for. A sealed version
-- and its files are final for as long as their project stays.
CREATE FUNCTION catalog.refuse_change_of_sealed_files() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  changed catalog.dataset_file;
  version_status text;
  version_removed_at timestamptz;
BEGIN
  IF TG_OP = 'DELETE' THEN
    changed := OLD;
  ELSE
    changed := NEW;
  END IF;
  -- The lock waits for a sealing in progress, which then is seen.
  SELECT v.status, v.removed_at INTO version_status, version_removed_at
  FROM catalog.dataset_version v
  WHERE v.tenant_id = changed.tenant_id AND v.id = changed.dataset_version_id
  FOR SHARE;
  IF (version_status IS NULL OR version_status NOT IN ('OPEN', 'MAKING'))
     AND NOT (TG_OP = 'DELETE' AND (version_removed_at IS NOT NULL OR EXISTS (
       SELECT 1
       FROM catalog.project p
       WHERE p.tenant_id = changed.tenant_id AND p.id = changed.project_id AND p.removing_since IS NOT NULL))) THEN
    RAISE EXCEPTION 'data set version % is %: its files are final', changed.dataset_version_id, version_status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN changed;
END
$$;
CREATE TRIGGER sealed_files_are_final BEFORE INSERT OR DELETE ON catalog.dataset_file
  FOR EACH ROW EXECUTE FUNCTION catalog.refuse_change_of_sealed_files();

-- Nobody has the right to update a file; this holds the owner to it as well.
CREATE FUNCTION catalog.refuse_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are replaced, not updated', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER files_are_not_updated BEFORE UPDATE ON catalog.dataset_file
  FOR EACH ROW EXECUTE FUNCTION catalog.refuse_update();

CREATE TRIGGER note_new_files AFTER INSERT ON catalog.dataset_file
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER note_gone_files AFTER DELETE ON catalog.dataset_file
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();

-- A version that was judged is judged again where another suite is in force; one that nothing was made of stays
-- REJECTED. That it goes only with its project is another trigger's to hold.
CREATE FUNCTION catalog.refuse_change_of_sealed_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     OR (NEW.tenant_id, NEW.id, NEW.dataset_id, NEW.project_id, NEW.number, NEW.digest, NEW.size_bytes, NEW.files,
         NEW.sealed_at)
        IS DISTINCT FROM
        (OLD.tenant_id, OLD.id, OLD.dataset_id, OLD.project_id, OLD.number, OLD.digest, OLD.size_bytes, OLD.files,
         OLD.sealed_at)
     OR NOT (NEW.status = OLD.status
             OR (OLD.status IN ('SEALED', 'ERRORED') AND NEW.status = 'VALIDATING')
             OR (OLD.status IN ('VALIDATED', 'REJECTED') AND NEW.status = 'VALIDATING' AND OLD.files > 0)
             OR (OLD.status = 'VALIDATING' AND NEW.status IN ('VALIDATED', 'REJECTED', 'ERRORED'))) THEN
    RAISE EXCEPTION 'data set version % is %: what it holds is final', OLD.id, OLD.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER sealed_version_is_final BEFORE UPDATE ON catalog.dataset_version
  FOR EACH ROW WHEN (OLD.status NOT IN ('OPEN', 'MAKING')) EXECUTE FUNCTION catalog.refuse_change_of_sealed_version();

-- Nobody brings files back: what was removed stays so, and is judged by nothing any more.
CREATE FUNCTION catalog.refuse_change_of_removed_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.removed_at, NEW.status) IS DISTINCT FROM (OLD.removed_at, OLD.status) THEN
    RAISE EXCEPTION 'the files of data set version % were removed', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER removed_version_is_final BEFORE UPDATE ON catalog.dataset_version
  FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL) EXECUTE FUNCTION catalog.refuse_change_of_removed_version();

CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.dataset_version
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- Which data set versions a job reads; its own inputs are files that look nothing up any more. A row is of no use once
-- its version's project has gone, whosever job it is.
CREATE TABLE catalog.job_dataset (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, job_id, dataset_version_id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id)
);
CREATE INDEX job_dataset_by_version ON catalog.job_dataset (tenant_id, dataset_version_id, job_id DESC);
SELECT tenancy.isolate('catalog.job_dataset', 'SELECT, INSERT, DELETE');
