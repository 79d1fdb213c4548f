-- Projects, and how one is removed with all that is in it.

GRANT USAGE ON SCHEMA catalog TO keelson_app, keelson_system;

-- A project is removed in two steps: it is marked, and from then on nothing is changed in it; once all of it has ended,
-- its rows go. Whoever changes anything in a project holds it meanwhile, so that none of their rows come after the mark.
CREATE TABLE catalog.project (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text,
  created_by text NOT NULL,
  created_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  removing_since timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT project_slug_taken UNIQUE (tenant_id, slug)
);
SELECT tenancy.isolate('catalog.project', 'SELECT, INSERT, UPDATE, DELETE');

CREATE FUNCTION catalog.refuse_to_delete_project_that_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'project % is not being removed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER only_what_is_being_removed_goes BEFORE DELETE ON catalog.project
  FOR EACH ROW WHEN (OLD.removing_since IS NULL) EXECUTE FUNCTION catalog.refuse_to_delete_project_that_stays();

-- A removal stays as long as the ledger, which has only the project's id.
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

-- How many of the projects there are, and how many of these are being removed. Until the transaction ends, nobody begins
-- to remove one.
CREATE FUNCTION catalog.hold_projects(of_tenant uuid, projects uuid[], OUT known bigint, OUT removing bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(p.id::text, 250)) FROM unnest(projects) AS p (id);
  SELECT count(*), count(removing_since) INTO known, removing
  FROM catalog.project
  WHERE tenant_id = of_tenant AND id = ANY (projects);
END
$$;
REVOKE ALL ON FUNCTION catalog.hold_projects(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.hold_projects(uuid, uuid[]) TO keelson_app;

-- Waits for whoever holds the project.
CREATE FUNCTION catalog.close_project(project uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(project::text, 250));
END
$$;
REVOKE ALL ON FUNCTION catalog.close_project(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.close_project(uuid) TO keelson_app;

-- What the application may delete with its project, it may not delete otherwise. Without arguments a row names its
-- project itself; else its parent's table and its key there are the arguments.
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

CREATE TRIGGER goes_with_its_project AFTER DELETE ON serving.endpoint
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();
CREATE TRIGGER goes_with_its_project AFTER DELETE ON billing.budget
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();
