-- What an operator gives a tenant instead of what its plan says, in whole units.
CREATE TABLE tenancy.quota (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  most bigint NOT NULL CHECK (most >= 0),
  set_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
SELECT tenancy.isolate('tenancy.quota', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.quota', 'SELECT (tenant_id, name, most)');

-- Bytes of a tenant's objects, and those that its open uploads have announced. Objects come and go in many places and are too
-- many to be summed up for each upload: whatever changes them changes the sum. It does so when it commits, so that the sum's row
-- is the last that anybody locks, whatever they have locked before, and for a moment only; who holds a tenant to its quota does
-- it earlier (SET CONSTRAINTS ... IMMEDIATE).
CREATE TABLE tenancy.stored_bytes (
  tenant_id uuid NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (tenant_id)
);
SELECT tenancy.isolate('tenancy.stored_bytes', 'SELECT, INSERT, UPDATE');

CREATE FUNCTION tenancy.count_stored_bytes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  tenant uuid;
  change bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    tenant := NEW.tenant_id;
    change := NEW.size_bytes;
  ELSE
    tenant := OLD.tenant_id;
    change := -OLD.size_bytes;
  END IF;
  INSERT INTO tenancy.stored_bytes AS s (tenant_id, bytes)
  VALUES (tenant, change)
  ON CONFLICT (tenant_id) DO UPDATE SET bytes = s.bytes + excluded.bytes;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION tenancy.count_stored_bytes() FROM PUBLIC;

-- Writers wait from here to the end; whoever writes already is waited for, in their order, for so long.
SET LOCAL lock_timeout = '20s';
LOCK TABLE tenancy.upload, tenancy.object IN SHARE ROW EXCLUSIVE MODE;

CREATE CONSTRAINT TRIGGER count_objects AFTER INSERT OR DELETE ON tenancy.object
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION tenancy.count_stored_bytes();
CREATE CONSTRAINT TRIGGER count_begun_uploads AFTER INSERT ON tenancy.upload
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'OPEN') EXECUTE FUNCTION tenancy.count_stored_bytes();
CREATE CONSTRAINT TRIGGER count_ended_uploads AFTER UPDATE OF status ON tenancy.upload
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.status = 'OPEN' AND NEW.status <> 'OPEN') EXECUTE FUNCTION tenancy.count_stored_bytes();
CREATE CONSTRAINT TRIGGER count_removed_uploads AFTER DELETE ON tenancy.upload
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.status = 'OPEN') EXECUTE FUNCTION tenancy.count_stored_bytes();

DO $$
DECLARE
  counted numeric;
  expected numeric;
BEGIN
  INSERT INTO tenancy.stored_bytes (tenant_id, bytes)
  SELECT tenant_id, sum(size_bytes)
  FROM (
    SELECT tenant_id, size_bytes FROM tenancy.object
    UNION ALL
    SELECT tenant_id, size_bytes FROM tenancy.upload WHERE status = 'OPEN'
  ) AS stored
  GROUP BY tenant_id;
  SELECT coalesce(sum(bytes), 0) INTO counted FROM tenancy.stored_bytes;
  SELECT coalesce((SELECT sum(size_bytes) FROM tenancy.object), 0)
    + coalesce((SELECT sum(size_bytes) FROM tenancy.upload WHERE status = 'OPEN'), 0) INTO expected;
  IF counted <> expected THEN
    RAISE EXCEPTION 'of % stored bytes, % were counted', expected, counted;
  END IF;
END
$$;

-- What processes have taken of a quota for one minute: one row for each tenant and quota, for the latest minute
-- by the database's clock.
CREATE TABLE tenancy.minute_use (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  minute timestamptz NOT NULL,
  used bigint NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
SELECT tenancy.isolate('tenancy.minute_use', 'SELECT, INSERT, UPDATE');

-- The processes that hold permits for sockets; each says every two seconds that it lives. One row for each process, and none
-- but its key is indexed, so that saying so moves nothing in an index.
CREATE TABLE tenancy.socket_holder (
  holder uuid NOT NULL PRIMARY KEY,
  heard_at timestamptz NOT NULL
);
GRANT SELECT ON tenancy.socket_holder TO keelson_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenancy.socket_holder TO keelson_system;

-- How many sockets of a tenant a process may have open.
CREATE TABLE tenancy.socket_share (
  tenant_id uuid NOT NULL,
  holder uuid NOT NULL,
  held bigint NOT NULL,
  PRIMARY KEY (tenant_id, holder)
);
CREATE INDEX socket_share_by_holder ON tenancy.socket_share (holder);
SELECT tenancy.isolate('tenancy.socket_share', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.socket_share', 'SELECT, INSERT, UPDATE (held), DELETE');
