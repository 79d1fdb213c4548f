-- What is in each version of a data set, and whether it is as expected.

-- A version that waits to be validated, by jobs: job_id is that of the one under way, written in the transaction that
-- submits it. Whoever raised attempts to its value may write until due_at. failures counts the attempts that ended
-- badly, refusals how often in a row no job could be submitted. The job lives in another schema, which never looks up
-- here: no foreign key to it.
CREATE TABLE catalog.profile_task (
  tenant_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  failures int NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  job_id uuid,
  refusals int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, dataset_version_id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id)
);
CREATE INDEX profile_task_due ON catalog.profile_task (due_at);
CREATE UNIQUE INDEX profile_task_of_job ON catalog.profile_task (tenant_id, job_id) WHERE job_id IS NOT NULL;
SELECT tenancy.isolate('catalog.profile_task', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('catalog.profile_task', 'SELECT, UPDATE (attempts, due_at)');

-- A table is a file, or files of one pattern. Their ids sort by name.
CREATE TABLE catalog.table_profile (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  name text NOT NULL,
  files int NOT NULL CHECK (files > 0),
  size_bytes bigint NOT NULL,
  status text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'PROFILED', 'UNREADABLE', 'LIMITED', 'FAILED')),
  reason text,
  row_count bigint,
  profile jsonb,
  computed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id),
  CONSTRAINT table_profile_name_taken UNIQUE (tenant_id, dataset_version_id, name),
  CHECK ((status = 'PROFILED') = (profile IS NOT NULL)),
  CHECK ((status = 'PROFILED') = (row_count IS NOT NULL)),
  CHECK ((status IN ('PENDING', 'PROFILED')) = (reason IS NULL)),
  CHECK ((status = 'PENDING') = (computed_at IS NULL))
);
CREATE INDEX table_profile_by_version ON catalog.table_profile (tenant_id, dataset_version_id, id);
SELECT tenancy.isolate('catalog.table_profile', 'SELECT, INSERT, UPDATE, DELETE');

-- What a data set's versions are checked by: suites of expectations, of which the one with the highest number is in
-- force. A suite never changes.
CREATE TABLE catalog.expectation_suite (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_id uuid NOT NULL,
  number int NOT NULL CHECK (number > 0),
  digest text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  expectations text NOT NULL CHECK (octet_length(expectations) <= 131072),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_id) REFERENCES catalog.dataset (tenant_id, id),
  CONSTRAINT expectation_suite_number_taken UNIQUE (tenant_id, dataset_id, number)
);
SELECT tenancy.isolate('catalog.expectation_suite', 'SELECT, INSERT, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.expectation_suite
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- One look at a version by a suite. RUNNING until its last job has ended, whose id it has; the digests are those of what
-- was looked at and by what.
CREATE TABLE catalog.validation (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  suite_id uuid NOT NULL,
  version_digest text NOT NULL,
  suite_digest text NOT NULL,
  job_id uuid,
  status text NOT NULL CHECK (status IN ('RUNNING', 'PASSED', 'FAILED', 'ERRORED')),
  passed int NOT NULL DEFAULT 0,
  warned int NOT NULL DEFAULT 0,
  failed int NOT NULL DEFAULT 0,
  error text,
  quarantine_version_id uuid,
  quarantined_rows bigint NOT NULL DEFAULT 0,
  quarantine_cut boolean NOT NULL DEFAULT false,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id),
  FOREIGN KEY (tenant_id, suite_id) REFERENCES catalog.expectation_suite (tenant_id, id),
  FOREIGN KEY (tenant_id, quarantine_version_id) REFERENCES catalog.dataset_version (tenant_id, id),
  CHECK ((status = 'RUNNING') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX validation_running_taken ON catalog.validation (tenant_id, dataset_version_id) WHERE status = 'RUNNING';
CREATE INDEX validation_by_version ON catalog.validation (tenant_id, dataset_version_id, id);
CREATE INDEX validation_by_suite ON catalog.validation (tenant_id, suite_id);
CREATE INDEX validation_by_quarantine ON catalog.validation (tenant_id, quarantine_version_id);
SELECT tenancy.isolate('catalog.validation', 'SELECT, INSERT, UPDATE, DELETE');

-- The tables that a validation is done with, and what failed of them. failure is why one could not be judged.
CREATE TABLE catalog.checked_table (
  tenant_id uuid NOT NULL,
  validation_id uuid NOT NULL,
  name text NOT NULL,
  failure text,
  failed_rows bigint NOT NULL DEFAULT 0,
  kept_rows bigint NOT NULL DEFAULT 0,
  digest text,
  size_bytes bigint,
  PRIMARY KEY (tenant_id, validation_id, name),
  FOREIGN KEY (tenant_id, validation_id) REFERENCES catalog.validation (tenant_id, id),
  CHECK ((digest IS NULL) = (size_bytes IS NULL))
);
-- What is said of a table may quote values of it: it goes with the files of what was collected.
SELECT tenancy.isolate('catalog.checked_table', 'SELECT, INSERT, UPDATE (failure), DELETE');

-- What came of one expectation on one table. Position is the expectation's in its suite, from 0. Numbers are below 0
-- while the validation runs.
CREATE TABLE catalog.expectation_result (
  tenant_id uuid NOT NULL,
  validation_id uuid NOT NULL,
  number int NOT NULL,
  position int NOT NULL,
  table_name text,
  severity text NOT NULL CHECK (severity IN ('BLOCK', 'WARN', 'INFO')),
  success boolean NOT NULL,
  error text,
  element_count bigint,
  missing_count bigint,
  unexpected_count bigint,
  -- Of the values that an expectation considered, the percentage that is not as expected, as Great Expectations has it.
  unexpected_percent double precision CHECK (unexpected_percent BETWEEN 0 AND 100),
  observed_value text,
  samples jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (tenant_id, validation_id, number),
  FOREIGN KEY (tenant_id, validation_id) REFERENCES catalog.validation (tenant_id, id)
);
SELECT tenancy.isolate('catalog.expectation_result', 'SELECT, INSERT, UPDATE, DELETE');

-- Somebody asks that a failed check of a version be let pass for a while; somebody else grants it.
CREATE TABLE catalog.waiver (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  validation_id uuid NOT NULL,
  result_number int NOT NULL,
  reason text NOT NULL,
  ends_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('ASKED', 'GRANTED', 'DECLINED', 'ENDED')),
  asked_at timestamptz NOT NULL,
  asked_by text NOT NULL,
  asked_by_kind text NOT NULL,
  asked_by_id uuid NOT NULL,
  -- The people behind whoever asks, who may not grant it. Where no person stands behind them: whoever made the keys that
  -- they may have used.
  asked_person_ids uuid[] NOT NULL DEFAULT '{}',
  decided_at timestamptz,
  decided_by text,
  decided_by_kind text,
  decided_by_id uuid,
  comment text,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id),
  FOREIGN KEY (tenant_id, validation_id, result_number) REFERENCES catalog.expectation_result (tenant_id, validation_id, number)
);
CREATE INDEX waiver_by_version ON catalog.waiver (tenant_id, dataset_version_id);
CREATE UNIQUE INDEX waiver_open_taken ON catalog.waiver (tenant_id, validation_id, result_number) WHERE status IN ('ASKED', 'GRANTED');
CREATE INDEX waiver_by_result ON catalog.waiver (tenant_id, validation_id, result_number);
SELECT tenancy.isolate('catalog.waiver', 'SELECT, INSERT, UPDATE, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.waiver
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();
