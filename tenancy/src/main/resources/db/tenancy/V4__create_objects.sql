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
  PRIMARY KEY (tenant_id, digest),
  CHECK (cardinality(part_bytes) = cardinality(part_epochs))
);
SELECT tenancy.isolate('tenancy.object', 'SELECT, INSERT');

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
  offset_bytes bigint NOT NULL DEFAULT 0 CHECK (offset_bytes BETWEEN 0 AND size_bytes),
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
  CHECK ((status = 'FINISHED') = (digest IS NOT NULL)),
  CHECK ((writer IS NULL) = (writer_until IS NULL))
);
CREATE INDEX upload_open ON tenancy.upload (tenant_id) WHERE status = 'OPEN';
CREATE INDEX upload_due ON tenancy.upload (expires_at) WHERE status = 'OPEN';
SELECT tenancy.isolate('tenancy.upload', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('tenancy.upload', 'SELECT');

-- Parts that no object names once due_at has passed: of writes in progress, failed uploads and second copies.
CREATE TABLE tenancy.unused_parts (
  tenant_id uuid NOT NULL,
  parts_id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, parts_id)
);
CREATE INDEX unused_parts_due ON tenancy.unused_parts (due_at);
SELECT tenancy.isolate('tenancy.unused_parts', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('tenancy.unused_parts', 'SELECT');
