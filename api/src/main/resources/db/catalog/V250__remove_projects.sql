-- A project is removed in two steps: it is marked, and from then on nothing is changed in it; once all of it has ended, its rows go. Whoever
-- changes anything in a project holds it meanwhile, so that none of their rows come after the mark.
SET LOCAL lock_timeout = '20s';

ALTER TABLE catalog.project ADD COLUMN removing_since timestamptz;

-- Stays as long as the ledger, which has only the project's id.
CREATE TABLE catalog.project_removal (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  started_at timestamptz NOT NULL,
  started_by text NOT NULL,
  started_by_kind text NOT NULL,
  started_by_id uuid,
  -- What has not ended yet, as of the last look.
  to_end jsonb NOT NULL,
  quiet_since timestamptz,
  due_at timestamptz,
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK ((due_at IS NULL) = (removed_at IS NOT NULL))
);
CREATE INDEX project_removal_due ON catalog.project_removal (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('catalog.project_removal', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('catalog.project_removal', 'SELECT (tenant_id, id, due_at)');

-- How many of the projects there are, and how many of these are being removed. Until the transaction ends, nobody begins to remove one.
CREATE FUNCTION catalog.hold_projects(of_tenant uuid, projects uuid[], OUT known bigint, OUT removing bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(p.id::text, 250)) FROM unnest(projects) AS p (id);
  SELECT count(*), count(removing_since) INTO known, removing
  FROM catalog.project
  WHERE tenant_id = of_tenant AND id = ANY (projects);
END
$$;

-- Waits for whoever holds the project.
CREATE FUNCTION catalog.close_project(project uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(project::text, 250));
END
$$;
REVOKE ALL ON FUNCTION catalog.hold_projects(uuid, uuid[]), catalog.close_project(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.hold_projects(uuid, uuid[]), catalog.close_project(uuid) TO keelson_app;

-- What another project has used keeps the digest, and what it was called.
ALTER TABLE catalog.run_dataset
  ADD COLUMN removed_name text,
  DROP CONSTRAINT run_dataset_tenant_id_dataset_version_id_fkey;
ALTER TABLE catalog.transform_input
  ADD COLUMN removed_name text,
  DROP CONSTRAINT transform_input_tenant_id_input_version_id_fkey;
GRANT UPDATE (removed_name) ON catalog.run_dataset, catalog.transform_input TO keelson_app;

CREATE INDEX run_by_parent ON catalog.run (tenant_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX collector_by_dead_letters ON catalog.collector (tenant_id, dead_letter_dataset_id) WHERE dead_letter_dataset_id IS NOT NULL;
CREATE INDEX waiver_by_result ON catalog.waiver (tenant_id, validation_id, result_number);

-- What nobody could delete so far goes with its project, and not otherwise.
CREATE FUNCTION catalog.refuse_to_delete_of_projects_that_stay() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  stays boolean;
BEGIN
  IF TG_NARGS = 0 THEN
    SELECT EXISTS (
      SELECT 1
      FROM gone g
      WHERE NOT EXISTS (
        SELECT 1
        FROM catalog.project p
        WHERE p.tenant_id = g.tenant_id AND p.id = g.project_id AND p.removing_since IS NOT NULL))
    INTO stays;
  ELSE
    EXECUTE format(
      'SELECT EXISTS (
         SELECT 1
         FROM gone g
         WHERE NOT EXISTS (
           SELECT 1
           FROM catalog.%I o
           JOIN catalog.project p ON p.tenant_id = o.tenant_id AND p.id = o.project_id
           WHERE o.tenant_id = g.tenant_id AND o.id = g.%I AND p.removing_since IS NOT NULL))',
      TG_ARGV[0], TG_ARGV[1])
    INTO stays;
  END IF;
  IF stays THEN
    RAISE EXCEPTION 'rows of %.% go with their project, and not before', TG_TABLE_SCHEMA, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION catalog.refuse_to_delete_of_projects_that_stay() FROM PUBLIC;

DO $$
DECLARE
  removable record;
BEGIN
  FOR removable IN
    SELECT *
    FROM (VALUES
      ('catalog.dataset', NULL, NULL),
      ('catalog.dataset_version', NULL, NULL),
      ('catalog.experiment', NULL, NULL),
      ('catalog.run', NULL, NULL),
      ('catalog.artifact', NULL, NULL),
      ('catalog.registered_model', NULL, NULL),
      ('catalog.model_version', NULL, NULL),
      ('catalog.model_file', NULL, NULL),
      ('catalog.expectation_suite', NULL, NULL),
      ('catalog.waiver', NULL, NULL),
      ('catalog.transform', NULL, NULL),
      ('catalog.retraining_policy', NULL, NULL),
      ('catalog.storage_meter', NULL, NULL),
      ('catalog.approval', 'model_version', 'model_version_id'),
      ('catalog.model_alias', 'registered_model', 'model_id'),
      ('catalog.run_param', 'run', 'run_id'),
      ('catalog.run_dataset', 'run', 'run_id'),
      ('catalog.run_log', 'run', 'run_id'),
      ('catalog.run_writer', 'run', 'run_id'),
      ('catalog.metric_series', 'run', 'run_id'),
      ('catalog.transform_input', 'dataset_version', 'dataset_version_id'),
      ('catalog.collected_version', 'dataset_version', 'dataset_version_id'),
      ('serving.endpoint', NULL, NULL),
      ('billing.budget', NULL, NULL)) AS t (name, parent, key)
  LOOP
    EXECUTE format('GRANT DELETE ON %s TO keelson_app', removable.name);
    EXECUTE format(
      'CREATE TRIGGER goes_with_its_project AFTER DELETE ON %s REFERENCING OLD TABLE AS gone
       FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay(%s)',
      removable.name, concat_ws(', ', quote_literal(removable.parent), quote_literal(removable.key)));
  END LOOP;
END
$$;
-- Points have no project of their own; who reads what is of no use once that has gone, whoever it is.
GRANT DELETE ON catalog.metric, catalog.job_dataset TO keelson_app;

CREATE FUNCTION catalog.refuse_to_delete_project_that_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'project % is not being removed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER only_what_is_being_removed_goes
BEFORE DELETE ON catalog.project
FOR EACH ROW WHEN (OLD.removing_since IS NULL) EXECUTE FUNCTION catalog.refuse_to_delete_project_that_stays();
GRANT DELETE ON catalog.project TO keelson_app;

-- A sealed version and its files are final for as long as their project stays.
CREATE OR REPLACE FUNCTION catalog.refuse_change_of_sealed_files() RETURNS trigger
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

-- That it goes only with its project is another trigger's to hold.
DROP TRIGGER sealed_version_is_final ON catalog.dataset_version;
CREATE TRIGGER sealed_version_is_final
BEFORE UPDATE ON catalog.dataset_version
FOR EACH ROW WHEN (OLD.status NOT IN ('OPEN', 'MAKING')) EXECUTE FUNCTION catalog.refuse_change_of_sealed_version();
