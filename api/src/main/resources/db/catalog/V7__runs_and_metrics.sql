-- Experiments and their runs: what each was given, what it measured and what it made.

-- Runs that are compared with each other.
CREATE TABLE catalog.experiment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  tags jsonb NOT NULL DEFAULT '{}',
  created_by text NOT NULL,
  created_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CONSTRAINT experiment_name_taken UNIQUE (tenant_id, project_id, name)
);
CREATE INDEX experiment_by_project ON catalog.experiment (tenant_id, project_id, id);
SELECT tenancy.isolate('catalog.experiment', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.experiment
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- One try of an experiment. The job lives in another schema, which never looks up here: no foreign key to it.
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
  created_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  -- What people say of a run, and whether lists leave it out.
  note text,
  archived_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, experiment_id) REFERENCES catalog.experiment (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES catalog.run (tenant_id, id),
  CONSTRAINT run_job_taken UNIQUE (tenant_id, job_id)
);
CREATE INDEX run_by_experiment ON catalog.run (tenant_id, experiment_id, id);
-- Lists over a whole tenant, newest first: by state, or by those projects that the caller may see. They go down those
-- that were not archived, however many were.
CREATE INDEX run_by_status ON catalog.run (tenant_id, status, id DESC) WHERE archived_at IS NULL;
CREATE INDEX run_by_project ON catalog.run (tenant_id, project_id, id DESC) WHERE archived_at IS NULL;
CREATE INDEX run_archived ON catalog.run (tenant_id, project_id, id DESC) WHERE archived_at IS NOT NULL;
CREATE INDEX run_by_parent ON catalog.run (tenant_id, parent_id) WHERE parent_id IS NOT NULL;
SELECT tenancy.isolate('catalog.run', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.run
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- Parameters are what a run was given: they never change.
CREATE TABLE catalog.run_param (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (tenant_id, run_id, key),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id)
);
SELECT tenancy.isolate('catalog.run_param', 'SELECT, INSERT, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.run_param
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('run', 'run_id');

-- Tags, unlike parameters, may change.
CREATE TABLE catalog.run_tag (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (tenant_id, run_id, key),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id)
);
SELECT tenancy.isolate('catalog.run_tag', 'SELECT, INSERT, UPDATE, DELETE');

-- The versions of data sets that a run has read.
CREATE TABLE catalog.run_dataset (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  digest text NOT NULL,
  -- What another project has used keeps the digest, and what it was called: no foreign key to the version.
  removed_name text,
  PRIMARY KEY (tenant_id, run_id, dataset_version_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id)
);
CREATE INDEX run_dataset_by_version ON catalog.run_dataset (tenant_id, dataset_version_id, run_id);
SELECT tenancy.isolate('catalog.run_dataset', 'SELECT, INSERT, UPDATE (removed_name), DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.run_dataset
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('run', 'run_id');

-- A file that a run has made.
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
SELECT tenancy.isolate('catalog.artifact', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER note_new_files AFTER INSERT ON catalog.artifact
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER note_gone_files AFTER DELETE ON catalog.artifact
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.artifact
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- Who has logged to a run: the audit log tells of the first batch of each. As long-lived as the run.
CREATE TABLE catalog.run_writer (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  actor_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, run_id, actor_kind, actor_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id) ON DELETE CASCADE
);
SELECT tenancy.isolate('catalog.run_writer', 'SELECT, INSERT, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.run_writer
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('run', 'run_id');

-- Which metric says most of a run: the one of the lowest rank, and of several alike the first by key. An index holds the
-- order, so that a page of runs reads one row of each however many keys it logged.
CREATE FUNCTION catalog.metric_rank(key text) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  -- How good it is on data kept apart.
  WHEN key ~* '(^|[./_-])(val|valid|validation|test|eval)[./_-].*(f1|accuracy|auc|map|r2)' THEN 0
  -- How good it is.
  WHEN key ~* 'f1|accuracy|auc|r2' THEN 1
  -- Its loss on data kept apart.
  WHEN key ~* '(val|test|eval).*loss' THEN 2
  -- Any loss.
  WHEN key ~* 'loss' THEN 3
  ELSE 4
END;

-- A key of a run, with what is asked for most: the latest, smallest and largest value. Its number stands for run and key
-- in the rows below. Updated in place on every batch: room is left in the pages for that.
CREATE TABLE catalog.metric_series (
  tenant_id uuid NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  run_id uuid NOT NULL,
  key text NOT NULL,
  latest_value double precision NOT NULL,
  latest_step bigint NOT NULL,
  latest_at timestamptz NOT NULL,
  min_value double precision,
  max_value double precision,
  points bigint NOT NULL,
  last_batch int NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id),
  CONSTRAINT metric_series_taken UNIQUE (tenant_id, run_id, key)
) WITH (fillfactor = 70);
CREATE INDEX metric_series_by_rank ON catalog.metric_series (tenant_id, run_id, catalog.metric_rank(key), key);
SELECT tenancy.isolate('catalog.metric_series', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.metric_series
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('run', 'run_id');

-- Batches of a run are numbered, and its lock puts them in order: the number of a batch is a cursor that misses nothing.
CREATE TABLE catalog.run_log (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  last_batch int NOT NULL,
  PRIMARY KEY (tenant_id, run_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id)
) WITH (fillfactor = 70);
SELECT tenancy.isolate('catalog.run_log', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.run_log
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('run', 'run_id');

-- A measurement in 84 bytes. Widest columns first, so that none is padded. No foreign key: the series is written in the
-- same transaction, and a check per row would double the cost of a batch.
CREATE TABLE catalog.metric (
  tenant_id uuid NOT NULL,
  series_id bigint NOT NULL,
  step bigint NOT NULL,
  at timestamptz NOT NULL,
  value double precision NOT NULL,
  batch int NOT NULL,
  ordinal smallint NOT NULL
) PARTITION BY HASH (tenant_id, series_id);
-- Serves both a whole series and what came after a batch.
CREATE INDEX metric_by_series ON catalog.metric (tenant_id, series_id, batch);
-- Points have no project of their own that their removal could be tied to.
SELECT tenancy.isolate('catalog.metric', 'SELECT, INSERT, DELETE');

DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE catalog.metric_%s PARTITION OF catalog.metric FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
      lpad(i::text, 2, '0'), i);
    PERFORM tenancy.isolate(format('catalog.metric_%s', lpad(i::text, 2, '0'))::regclass, 'SELECT');
  END LOOP;
END
$$;
