-- The storage meter works on what has changed: files come and go in storage_change, whichever statement brings or removes them, and the meter
-- adds them up, window by window, to the objects that a project stores. No window reads a table of files.
SET LOCAL lock_timeout = '20s';

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

ALTER TABLE catalog.storage_meter ADD COLUMN bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0);
CREATE INDEX storage_meter_due ON catalog.storage_meter (metered_until) WHERE bytes > 0;
REVOKE ALL ON catalog.project FROM keelson_system;
DROP POLICY system_access ON catalog.project;

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

LOCK TABLE catalog.dataset_file, catalog.artifact, catalog.model_file, catalog.storage_meter IN SHARE ROW EXCLUSIVE MODE;
CREATE TRIGGER note_new_files AFTER INSERT ON catalog.dataset_file
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER note_gone_files AFTER DELETE ON catalog.dataset_file
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER note_new_files AFTER INSERT ON catalog.artifact
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER note_gone_files AFTER DELETE ON catalog.artifact
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER note_new_files AFTER INSERT ON catalog.model_file
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();
CREATE TRIGGER note_gone_files AFTER DELETE ON catalog.model_file
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stored_files();

-- What there is: metered up to then where the meter has been, else a change.
CREATE TEMPORARY TABLE stored ON COMMIT DROP AS
SELECT f.tenant_id, f.project_id, f.digest, f.size_bytes, f.added_at, coalesce(f.added_at < m.metered_until, false) AS metered
FROM (
  SELECT tenant_id, project_id, digest, size_bytes, added_at FROM catalog.dataset_file
  UNION ALL
  SELECT tenant_id, project_id, digest, size_bytes, added_at FROM catalog.artifact
  UNION ALL
  SELECT tenant_id, project_id, digest, size_bytes, added_at FROM catalog.model_file
) f
LEFT JOIN catalog.storage_meter m ON m.tenant_id = f.tenant_id AND m.project_id = f.project_id;

INSERT INTO catalog.storage_object (tenant_id, project_id, digest, size_bytes, holders)
SELECT tenant_id, project_id, digest, max(size_bytes), count(*) FROM stored WHERE metered GROUP BY tenant_id, project_id, digest;

INSERT INTO catalog.storage_change (tenant_id, project_id, at, digest, size_bytes, holders)
SELECT tenant_id, project_id, added_at, digest, size_bytes, 1 FROM stored WHERE NOT metered;

UPDATE catalog.storage_meter m
SET bytes = o.bytes
FROM (SELECT tenant_id, project_id, sum(size_bytes) AS bytes FROM catalog.storage_object GROUP BY tenant_id, project_id) o
WHERE o.tenant_id = m.tenant_id AND o.project_id = m.project_id;
