-- The audit log by month, so that what is past its retention goes as a whole. An entry's id begins with its time, in
-- milliseconds: the two keep the same order, and a place in the log is an id.
ALTER TABLE tenancy.audit_entry RENAME TO audit_entry_unparted;
ALTER TABLE tenancy.audit_entry_unparted RENAME CONSTRAINT audit_entry_pkey TO audit_entry_unparted_pkey;

CREATE TABLE tenancy.audit_entry (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  actor_kind text NOT NULL DEFAULT 'PLATFORM' CHECK (actor_kind IN ('PERSON', 'API_KEY', 'JOB', 'PLATFORM')),
  actor_id uuid,
  action text NOT NULL,
  target_type text,
  target_id uuid,
  project_id uuid,
  outcome text NOT NULL CHECK (outcome IN ('DONE', 'DENIED', 'FAILED')),
  request_id text,
  address text,
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, at, id)
) PARTITION BY RANGE (at);
SELECT tenancy.isolate('tenancy.audit_entry', 'SELECT, INSERT');

-- Takes what no month is there for: an entry is never refused. Making the month moves its entries there.
CREATE TABLE tenancy.audit_entry_other PARTITION OF tenancy.audit_entry DEFAULT;
SELECT tenancy.isolate('tenancy.audit_entry_other', 'SELECT');

-- Makes the month of a time if it is not there; true if it was not. Runs as the owner, for the process that looks ahead.
CREATE FUNCTION tenancy.make_audit_month(of_time timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  first timestamptz := date_trunc('month', of_time, 'UTC');
  following timestamptz := (date_trunc('month', of_time AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  name text := 'audit_entry_' || to_char(of_time AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tenancy.audit_entry'));
  IF to_regclass('tenancy.' || name) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE tenancy.%I (LIKE tenancy.audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
  EXECUTE format(
    'WITH moved AS (DELETE FROM tenancy.audit_entry_other WHERE at >= %L AND at < %L RETURNING *) '
    'INSERT INTO tenancy.%I SELECT * FROM moved',
    first, following, name);
  EXECUTE format(
    'ALTER TABLE tenancy.audit_entry ATTACH PARTITION tenancy.%I FOR VALUES FROM (%L) TO (%L)',
    name, first, following);
  PERFORM tenancy.isolate(format('tenancy.%I', name)::regclass, 'SELECT');
  RETURN true;
END
$$;

-- Drops the months that ended by the time, and what else is older; answers how many months went.
CREATE FUNCTION tenancy.drop_audit_months(ended_by timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  month text;
  dropped int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tenancy.audit_entry'));
  FOR month IN
    SELECT c.relname
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'tenancy.audit_entry'::regclass
      AND c.relname ~ '^audit_entry_[0-9]{4}_[0-9]{2}$'
      AND (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= ended_by
  LOOP
    EXECUTE format('DROP TABLE tenancy.%I', month);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM tenancy.audit_entry_other WHERE at < ended_by;
  RETURN dropped;
END
$$;

REVOKE ALL ON FUNCTION tenancy.make_audit_month(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION tenancy.drop_audit_months(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenancy.make_audit_month(timestamptz) TO keelson_system;
GRANT EXECUTE ON FUNCTION tenancy.drop_audit_months(timestamptz) TO keelson_system;

DO $$
DECLARE
  month timestamptz;
  expected bigint;
  moved bigint;
BEGIN
  FOR month IN
    SELECT DISTINCT date_trunc('month', at, 'UTC') FROM tenancy.audit_entry_unparted
    UNION
    SELECT generate_series(date_trunc('month', now(), 'UTC'), now() + interval '2 months', interval '1 month')
  LOOP
    PERFORM tenancy.make_audit_month(month);
  END LOOP;
  SELECT count(*) INTO expected FROM tenancy.audit_entry_unparted;
  INSERT INTO tenancy.audit_entry
    (tenant_id, id, at, actor, actor_kind, actor_id, action, target_type, target_id, project_id, outcome, request_id,
     address, detail)
  SELECT
    tenant_id,
    -- version 7, its time that of the entry, its random bits those of the id so far
    (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
      || '7' || substr(md5(id::text), 1, 3) || '8' || substr(md5(id::text), 4, 15))::uuid,
    date_trunc('milliseconds', at),
    actor,
    tenancy.actor_kind(actor),
    tenancy.actor_id(tenant_id, actor),
    action,
    CASE
      WHEN action IN ('createProject', 'updateProject') THEN 'project'
      WHEN action IN ('createDataset') THEN 'dataset'
      WHEN action IN ('openDatasetVersion', 'sealDatasetVersion') THEN 'datasetversion'
      WHEN action IN ('startUpload') THEN 'upload'
      WHEN action IN ('createExperiment') THEN 'experiment'
      WHEN action IN ('createRun', 'finishRun', 'logBatch') THEN 'run'
      WHEN action IN ('registerModelVersion', 'approveModelVersion', 'rejectModelVersion', 'archiveModelVersion')
        THEN 'modelversion'
      WHEN action IN ('setModelAlias') THEN 'model'
      WHEN action IN ('submitJob', 'cancelJob') THEN 'job'
      WHEN action IN ('deploy') THEN 'revision'
      WHEN action IN ('stopEndpoint', 'setTraffic', 'rollBack') THEN 'endpoint'
      WHEN action IN ('setBudget', 'removeBudget', 'budgetExceeded') THEN 'budget'
      WHEN action IN ('createApiKey', 'revokeApiKey') THEN 'apikey'
      WHEN action IN ('setMemberGrants', 'removeMember') THEN 'member'
      WHEN action IN ('createTenant') THEN 'tenant'
    END,
    target_id,
    project_id,
    outcome,
    request_id,
    address,
    detail
  FROM tenancy.audit_entry_unparted;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved <> expected THEN
    RAISE EXCEPTION '% of % entries of the audit log were moved', moved, expected;
  END IF;
END
$$;
DROP TABLE tenancy.audit_entry_unparted;
