-- The audit log: who did what, and what was refused to whom.

-- The audit log by month, so that what is past its retention goes as a whole. An entry's id begins with its time, in
-- milliseconds: the two keep the same order, and a place in the log is an id.
CREATE TABLE tenancy.audit_entry (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  actor_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (actor_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
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
-- Activity of a project and of a tenant's projects, newest first: what was done, without what was refused.
CREATE INDEX audit_entry_of_project ON tenancy.audit_entry (tenant_id, project_id, at, id) WHERE outcome = 'DONE' AND project_id IS NOT NULL;
CREATE INDEX audit_entry_in_projects ON tenancy.audit_entry (tenant_id, at, id) WHERE outcome = 'DONE' AND project_id IS NOT NULL;
-- The log by who did it, by what was tried, and what came to nothing.
CREATE INDEX audit_entry_by_actor ON tenancy.audit_entry (tenant_id, actor_id, at, id);
CREATE INDEX audit_entry_by_action ON tenancy.audit_entry (tenant_id, action, at, id);
CREATE INDEX audit_entry_by_outcome ON tenancy.audit_entry (tenant_id, outcome, at, id) WHERE outcome <> 'DONE';
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
REVOKE ALL ON FUNCTION tenancy.make_audit_month(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenancy.make_audit_month(timestamptz) TO keelson_system;

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
REVOKE ALL ON FUNCTION tenancy.drop_audit_months(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenancy.drop_audit_months(timestamptz) TO keelson_system;

SELECT tenancy.make_audit_month(month)
FROM generate_series(date_trunc('month', now(), 'UTC'), now() + interval '2 months', interval '1 month') AS month;
