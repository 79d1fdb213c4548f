-- Events that are collected into data sets.

-- What others send over HTTP becomes versions of a data set. An event is acknowledged once it waits here; rows that
-- break the collector's schema go to a data set of their own. A collector that is deleted takes nothing more; its row
-- goes once all that waited has been sealed.
CREATE TABLE catalog.collector (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_id uuid NOT NULL,
  dead_letter_dataset_id uuid,
  seal_after_rows bigint NOT NULL CHECK (seal_after_rows > 0),
  seal_after_bytes bigint NOT NULL CHECK (seal_after_bytes > 0),
  seal_after_s int NOT NULL CHECK (seal_after_s > 0),
  schema text,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid,
  deleted_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, dataset_id) REFERENCES catalog.dataset (tenant_id, id),
  FOREIGN KEY (tenant_id, dead_letter_dataset_id) REFERENCES catalog.dataset (tenant_id, id),
  CHECK (schema IS NULL OR dead_letter_dataset_id IS NOT NULL)
);
CREATE UNIQUE INDEX collector_dataset_taken ON catalog.collector (tenant_id, dataset_id) WHERE deleted_at IS NULL;
CREATE INDEX collector_by_dead_letters ON catalog.collector (tenant_id, dead_letter_dataset_id) WHERE dead_letter_dataset_id IS NOT NULL;
SELECT tenancy.isolate('catalog.collector', 'SELECT, INSERT, UPDATE, DELETE');

-- What waits of a collector, in two streams: its rows, and its dead letters. The row's lock puts batches in the order of
-- their numbers until each has committed, so that those up to a number are a set that does not change.
CREATE TABLE catalog.collector_backlog (
  tenant_id uuid NOT NULL,
  collector_id uuid NOT NULL,
  dead boolean NOT NULL,
  last_batch bigint NOT NULL DEFAULT 0,
  rows bigint NOT NULL DEFAULT 0 CHECK (rows >= 0),
  bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
  stored_bytes bigint NOT NULL DEFAULT 0 CHECK (stored_bytes >= 0),
  oldest_at timestamptz,
  due_at timestamptz,
  not_before timestamptz NOT NULL DEFAULT '-infinity',
  closed boolean NOT NULL DEFAULT false,
  accepted bigint NOT NULL DEFAULT 0,
  duplicates bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  last_version_id uuid,
  PRIMARY KEY (tenant_id, collector_id, dead),
  FOREIGN KEY (tenant_id, collector_id) REFERENCES catalog.collector (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 50);
CREATE INDEX collector_backlog_due ON catalog.collector_backlog (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('catalog.collector_backlog', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('catalog.collector_backlog', 'SELECT (tenant_id, collector_id, dead, due_at, not_before)');

-- What waits counts among the tenant's stored bytes, as objects do, and as there when the transaction commits.
CREATE FUNCTION catalog.count_waiting_bytes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO tenancy.stored_bytes AS s (tenant_id, bytes)
  VALUES (NEW.tenant_id, NEW.stored_bytes - OLD.stored_bytes)
  ON CONFLICT (tenant_id) DO UPDATE SET bytes = s.bytes + excluded.bytes;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION catalog.count_waiting_bytes() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER count_waiting_bytes AFTER UPDATE OF stored_bytes ON catalog.collector_backlog
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.stored_bytes <> NEW.stored_bytes) EXECUTE FUNCTION catalog.count_waiting_bytes();

-- The accepted events of one request: lines of JSON, compressed.
CREATE TABLE catalog.collected_batch (
  tenant_id uuid NOT NULL,
  collector_id uuid NOT NULL,
  dead boolean NOT NULL,
  number bigint NOT NULL,
  rows int NOT NULL CHECK (rows > 0),
  bytes int NOT NULL,
  received_at timestamptz NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (tenant_id, collector_id, dead, number)
);
ALTER TABLE catalog.collected_batch ALTER COLUMN content SET STORAGE EXTERNAL;
SELECT tenancy.isolate('catalog.collected_batch', 'SELECT, INSERT, DELETE');

-- Which events have come, by a hash of source and id. No foreign key: a million rows an hour would each ask for their
-- parent.
CREATE TABLE catalog.collected_key (
  tenant_id uuid NOT NULL,
  collector_id uuid NOT NULL,
  key uuid NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, collector_id, key)
);
CREATE INDEX collected_key_by_time ON catalog.collected_key (tenant_id, seen_at);
SELECT tenancy.isolate('catalog.collected_key', 'SELECT, INSERT, DELETE');

-- Batches that are being sealed: their set is fixed before anything is written, and there is one at a time for each
-- stream.
CREATE TABLE catalog.collector_sealing (
  tenant_id uuid NOT NULL,
  collector_id uuid NOT NULL,
  dead boolean NOT NULL,
  version_id uuid NOT NULL,
  last_batch bigint NOT NULL,
  rows bigint NOT NULL,
  bytes bigint NOT NULL,
  stored_bytes bigint NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, collector_id, dead),
  FOREIGN KEY (tenant_id, collector_id, dead) REFERENCES catalog.collector_backlog (tenant_id, collector_id, dead)
);
SELECT tenancy.isolate('catalog.collector_sealing', 'SELECT, INSERT, DELETE');

-- What a version was collected from. The collector may be gone.
CREATE TABLE catalog.collected_version (
  tenant_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  collector_id uuid NOT NULL,
  dead boolean NOT NULL,
  rows bigint NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, dataset_version_id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id)
);
SELECT tenancy.isolate('catalog.collected_version', 'SELECT, INSERT, DELETE');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.collected_version
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay('dataset_version', 'dataset_version_id');
