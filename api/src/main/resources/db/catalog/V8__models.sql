-- Registered models, their versions, and who approved them.

-- A named series of versions. last_number is the number of the newest.
CREATE TABLE catalog.registered_model (
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
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CONSTRAINT registered_model_name_taken UNIQUE (tenant_id, project_id, name)
);
CREATE INDEX registered_model_by_project ON catalog.registered_model (tenant_id, project_id, id);
SELECT tenancy.isolate('catalog.registered_model', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.registered_model
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- Made of the files of a run. It serves only once somebody else than its author has approved it.
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
  author_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (author_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  author_id uuid,
  -- The people behind the author, who may not approve. Where no person stands behind the author: whoever made the keys
  -- that the author may have used.
  author_person_ids uuid[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, model_id) REFERENCES catalog.registered_model (tenant_id, id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id),
  CONSTRAINT model_version_number_taken UNIQUE (tenant_id, model_id, number)
);
CREATE INDEX model_version_by_model ON catalog.model_version (tenant_id, model_id, id);
CREATE INDEX model_version_by_run ON catalog.model_version (tenant_id, run_id);
-- What waits for approval, over a whole tenant, newest first.
CREATE INDEX model_version_waiting ON catalog.model_version (tenant_id, id DESC) WHERE status = 'REGISTERED';
CREATE INDEX model_version_waiting_by_project ON catalog.model_version (tenant_id, project_id, id DESC) WHERE status = 'REGISTERED';
-- What a version is made of never changes; its state does. Somebody may get another account in place of one that is
-- gone: it is added to the people behind what they registered.
SELECT tenancy.isolate('catalog.model_version', 'SELECT, INSERT, UPDATE (status, version, author_person_ids), DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.model_version
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- Its bytes are the object of that digest (tenancy.object).
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
SELECT tenancy.isolate('catalog.model_file', 'SELECT, INSERT, DELETE');
CREATE TRIGGER note_new_files AFTER INSERT ON catalog.model_file
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER note_gone_files AFTER DELETE ON catalog.model_file
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.model_file
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- Each decision about a version stays, with what was checked before it.
CREATE TABLE catalog.approval (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  model_version_id uuid NOT NULL,
  approved boolean NOT NULL,
  decided_by text NOT NULL,
  decided_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (decided_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  decided_by_id uuid,
  at timestamptz NOT NULL,
  comment text,
  checks jsonb NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, model_version_id) REFERENCES catalog.model_version (tenant_id, id)
);
CREATE INDEX approval_by_version ON catalog.approval (tenant_id, model_version_id, id);
SELECT tenancy.isolate('catalog.approval', 'SELECT, INSERT, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.approval
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('model_version', 'model_version_id');

-- A name, such as "champion", that is moved from one version of a model to another.
CREATE TABLE catalog.model_alias (
  tenant_id uuid NOT NULL,
  model_id uuid NOT NULL,
  name text NOT NULL,
  model_version_id uuid NOT NULL,
  moved_at timestamptz NOT NULL,
  moved_by text NOT NULL,
  moved_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (moved_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  moved_by_id uuid,
  PRIMARY KEY (tenant_id, model_id, name),
  FOREIGN KEY (tenant_id, model_id) REFERENCES catalog.registered_model (tenant_id, id),
  FOREIGN KEY (tenant_id, model_version_id) REFERENCES catalog.model_version (tenant_id, id)
);
CREATE INDEX model_alias_by_version ON catalog.model_alias (tenant_id, model_version_id);
SELECT tenancy.isolate('catalog.model_alias', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.model_alias
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('registered_model', 'model_id');
