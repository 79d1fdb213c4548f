-- What a data set's versions are checked by: suites of expectations, of which the one with the highest number is in force. A suite never changes.
SET LOCAL lock_timeout = '20s';
-- A version that was judged is judged again where another suite is in force; one that nothing was made of stays REJECTED.
CREATE OR REPLACE FUNCTION catalog.refuse_change_of_sealed_version() RETURNS trigger
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
SELECT tenancy.isolate('catalog.expectation_suite', 'SELECT, INSERT');

-- One look at a version by a suite. RUNNING until its last job has ended, whose id it has; the digests are those of what was
-- looked at and by what.
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
SELECT tenancy.isolate('catalog.checked_table', 'SELECT, INSERT, DELETE');

-- What came of one expectation on one table. Position is the expectation's in its suite, from 0. Numbers are below 0 while the
-- validation runs.
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
SELECT tenancy.isolate('catalog.waiver', 'SELECT, INSERT, UPDATE');
