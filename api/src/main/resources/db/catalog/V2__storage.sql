-- How many bytes each project stores, for its bill.

-- The storage meter works on what has changed: files come and go in storage_change, whichever statement brings or
-- removes them, and the meter adds them up, window by window, to the objects that a project stores. No window reads a
-- table of files.
CREATE TABLE catalog.storage_change (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  project_id uuid NOT NULL,
  at timestamptz NOT NULL,
  digest text NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  -- 1 where a file came, -1 where it went.
  holders int NOT NULL CHECK (holders IN (-1, 1)),
  PRIMARY KEY (tenant_id, project_id, at, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id)
);
CREATE INDEX storage_change_due ON catalog.storage_change (at, tenant_id, project_id);
SELECT tenancy.isolate('catalog.storage_change', 'SELECT, INSERT, DELETE');
SELECT tenancy.open_to_system('catalog.storage_change', 'SELECT (tenant_id, project_id, at)');

-- The contents that a project stores: one that many files have is billed once.
CREATE TABLE catalog.storage_object (
  tenant_id uuid NOT NULL,
  project_id uuid NOT NULL,
  digest text NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  -- Files that have this content.
  holders bigint NOT NULL CHECK (holders > 0),
  PRIMARY KEY (tenant_id, project_id, digest),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id)
);
SELECT tenancy.isolate('catalog.storage_object', 'SELECT, INSERT, UPDATE, DELETE');

-- Up to when the stored bytes of a project are in the ledger.
CREATE TABLE catalog.storage_meter (
  tenant_id uuid NOT NULL,
  project_id uuid NOT NULL,
  metered_until timestamptz NOT NULL,
  bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
  PRIMARY KEY (tenant_id, project_id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id)
);
CREATE INDEX storage_meter_due ON catalog.storage_meter (metered_until) WHERE bytes > 0;
SELECT tenancy.isolate('catalog.storage_meter', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('catalog.storage_meter', 'SELECT');

CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.storage_meter
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- For every table of files.
CREATE FUNCTION catalog.note_stored_files() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO catalog.storage_change (tenant_id, project_id, at, digest, size_bytes, holders)
    SELECT tenant_id, project_id, added_at, digest, size_bytes, 1 FROM changed;
  ELSE
    INSERT INTO catalog.storage_change (tenant_id, project_id, at, digest, size_bytes, holders)
    -- Whoever added it may have had another clock: it never goes before it came.
    SELECT tenant_id, project_id, greatest(now(), added_at), digest, size_bytes, -1 FROM changed;
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION catalog.note_stored_files() FROM PUBLIC;
