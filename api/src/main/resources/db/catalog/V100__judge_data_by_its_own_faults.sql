-- Only data's own fault rejects data: where the profiler was at its end, a version is ERRORED, says why and is tried again.
-- error stays while it is VALIDATING again; retry_at is there while it waits for that.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.dataset_version
  ADD COLUMN error text,
  ADD COLUMN retry_at timestamptz,
  DROP CONSTRAINT dataset_version_status_check,
  ADD CONSTRAINT dataset_version_status_check
    CHECK (status IN ('OPEN', 'SEALED', 'VALIDATING', 'VALIDATED', 'REJECTED', 'ERRORED')),
  ADD CONSTRAINT dataset_version_error_check
    CHECK (CASE status WHEN 'ERRORED' THEN error IS NOT NULL WHEN 'VALIDATING' THEN true ELSE error IS NULL END),
  ADD CONSTRAINT dataset_version_retry_check
    CHECK ((status = 'ERRORED') = (retry_at IS NOT NULL));

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
             OR (OLD.status = 'VALIDATING' AND NEW.status IN ('VALIDATED', 'REJECTED', 'ERRORED'))) THEN
    RAISE EXCEPTION 'data set version % is %: what it holds is final', OLD.id, OLD.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

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
SELECT tenancy.isolate('catalog.table_profile', 'SELECT, INSERT, UPDATE');

-- Until now all tables of a version were read as one: several files are shown as what they were read as, "*". Versions
-- that were rejected may have been so by a limit, and those too large were not read at all: they are validated anew.
DO $$
DECLARE
  expected bigint;
  changed bigint;
BEGIN
  SELECT count(*) INTO expected FROM catalog.dataset_profile;
  INSERT INTO catalog.table_profile
    (tenant_id, id, dataset_version_id, name, files, size_bytes, status, row_count, profile, computed_at)
  SELECT p.tenant_id, uuidv7(), p.dataset_version_id, CASE t.files WHEN 1 THEN t.path ELSE '*' END, t.files, t.size_bytes,
    'PROFILED', (p.profile ->> 'rows')::bigint, p.profile, p.computed_at
  FROM catalog.dataset_profile p
  JOIN LATERAL (
    SELECT count(*) AS files, sum(f.size_bytes) AS size_bytes, min(f.path) AS path
    FROM catalog.dataset_file f
    WHERE f.tenant_id = p.tenant_id AND f.dataset_version_id = p.dataset_version_id
      AND f.path ~* '\.((csv|tsv)(\.gz)?|parquet|pq)$'
  ) t ON true;
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> expected THEN
    RAISE EXCEPTION 'of % profiles, % moved', expected, changed;
  END IF;

  ALTER TABLE catalog.dataset_version DISABLE TRIGGER sealed_version_is_final;
  WITH again AS (
    UPDATE catalog.dataset_version v
    SET status = 'SEALED', rejection = NULL, version = version + 1
    WHERE status = 'REJECTED'
       OR status = 'VALIDATED'
          AND NOT EXISTS (
            SELECT 1 FROM catalog.dataset_profile p WHERE p.tenant_id = v.tenant_id AND p.dataset_version_id = v.id)
          AND EXISTS (
            SELECT 1
            FROM catalog.dataset_file f
            WHERE f.tenant_id = v.tenant_id AND f.dataset_version_id = v.id
              AND f.path ~* '\.((csv|tsv)(\.gz)?|parquet|pq)$')
    RETURNING v.tenant_id, v.id
  )
  -- Behind what is sealed from now on, as if each had had a turn.
  INSERT INTO catalog.profile_task (tenant_id, dataset_version_id, due_at, attempts)
  SELECT tenant_id, id, now(), 1
  FROM again
  ON CONFLICT (tenant_id, dataset_version_id) DO NOTHING;
  ALTER TABLE catalog.dataset_version ENABLE TRIGGER sealed_version_is_final;
END
$$;
DROP TABLE catalog.dataset_profile;
