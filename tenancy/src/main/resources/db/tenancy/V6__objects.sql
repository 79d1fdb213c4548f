-- Objects: a tenant's bytes, encrypted, under their digest.

-- The key that encrypts a tenant's bytes, itself encrypted by the installation's master key.
CREATE TABLE tenancy.tenant_key (
  tenant_id uuid NOT NULL,
  wrapped_keyset bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id)
);
SELECT tenancy.isolate('tenancy.tenant_key', 'SELECT, INSERT');

-- An object is its parts in order: part n lies in the store under tenants/<tenant_id>/<parts_id>/<n>-<part_epochs[n]>
-- and holds part_bytes[n] bytes of plaintext.
-- Its key leads with the tenant, so that equal bytes of two tenants never meet.
CREATE TABLE tenancy.object (
  tenant_id uuid NOT NULL,
  digest text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  parts_id uuid NOT NULL,
  part_bytes bigint[] NOT NULL,
  part_epochs int[] NOT NULL,
  stored_at timestamptz NOT NULL,
  -- When a writer last said that it uses the object.
  used_at timestamptz NOT NULL,
  -- When it was found that no row names it.
  unreferenced_since timestamptz,
  PRIMARY KEY (tenant_id, digest),
  CHECK (cardinality(part_bytes) = cardinality(part_epochs))
);
CREATE INDEX object_unreferenced ON tenancy.object (tenant_id, unreferenced_since) WHERE unreferenced_since IS NOT NULL;
SELECT tenancy.isolate('tenancy.object', 'SELECT, INSERT, UPDATE (used_at, unreferenced_since), DELETE');

-- A writer holds an upload by naming itself until a time that it keeps moving; every change names the writer, so that
-- one that lost its hold changes nothing. epoch counts the holds: it is part of the names of what a writer stores, so
-- that a writer that lost its hold cannot overwrite what its successor stored.
CREATE TABLE tenancy.upload (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  purpose text NOT NULL,
  subject_id uuid NOT NULL,
  context jsonb NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  offset_bytes bigint NOT NULL DEFAULT 0,
  part_bytes bigint[] NOT NULL DEFAULT '{}',
  part_epochs int[] NOT NULL DEFAULT '{}',
  expected_digest text,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'FINISHED', 'EXPIRED', 'FAILED')),
  digest text,
  failure text,
  writer uuid,
  writer_until timestamptz,
  epoch int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CHECK (offset_bytes BETWEEN 0 AND size_bytes),
  CHECK ((status = 'FINISHED') = (digest IS NOT NULL)),
  CHECK ((writer IS NULL) = (writer_until IS NULL))
);
CREATE INDEX upload_open ON tenancy.upload (tenant_id) WHERE status = 'OPEN';
CREATE INDEX upload_due ON tenancy.upload (expires_at) WHERE status = 'OPEN';
CREATE INDEX upload_by_end ON tenancy.upload (tenant_id, expires_at) WHERE status <> 'OPEN';
SELECT tenancy.isolate('tenancy.upload', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.upload', 'SELECT (tenant_id, id, status, writer, writer_until, expires_at)');

-- Parts that no object names once due_at has passed: of writes in progress, failed uploads and second copies.
CREATE TABLE tenancy.unused_parts (
  tenant_id uuid NOT NULL,
  parts_id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, parts_id)
);
CREATE INDEX unused_parts_due ON tenancy.unused_parts (due_at);
SELECT tenancy.isolate('tenancy.unused_parts', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.unused_parts', 'SELECT (tenant_id, parts_id, due_at)');

-- Bytes of a tenant's objects, and those that its open uploads have announced. Objects come and go in many places and
-- are too many to be summed up for each upload: whatever changes them changes the sum. It does so when it commits, so
-- that the sum's row is the last that anybody locks, whatever they have locked before, and for a moment only; who holds
-- a tenant to its quota does it earlier (SET CONSTRAINTS ... IMMEDIATE).
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

CREATE CONSTRAINT TRIGGER count_objects AFTER INSERT OR DELETE ON tenancy.object
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION tenancy.count_stored_bytes();
CREATE CONSTRAINT TRIGGER count_begun_uploads AFTER INSERT ON tenancy.upload
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'OPEN') EXECUTE FUNCTION tenancy.count_stored_bytes();
CREATE CONSTRAINT TRIGGER count_ended_uploads AFTER UPDATE OF status ON tenancy.upload
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN ((OLD.status = 'OPEN') AND (NEW.status <> 'OPEN')) EXECUTE FUNCTION tenancy.count_stored_bytes();
CREATE CONSTRAINT TRIGGER count_removed_uploads AFTER DELETE ON tenancy.upload
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.status = 'OPEN') EXECUTE FUNCTION tenancy.count_stored_bytes();
