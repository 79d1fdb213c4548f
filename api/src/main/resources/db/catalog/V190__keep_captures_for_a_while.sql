-- What was collected into a data set may be kept for so many days only: then a version's files go, and all that shows values of
-- them, in the transaction that writes removed_at. The version itself stays, with its digest and what read it.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.dataset ADD COLUMN collected_days int CHECK (collected_days > 0);
ALTER TABLE catalog.dataset_version ADD COLUMN removed_at timestamptz;
GRANT DELETE ON catalog.table_profile TO keelson_app;

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
     AND NOT (TG_OP = 'DELETE' AND version_removed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'data set version % is %: its files are final', changed.dataset_version_id, version_status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN changed;
END
$$;

-- Nobody brings files back: what was removed stays so, and is judged by nothing any more.
CREATE FUNCTION catalog.refuse_change_of_removed_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.removed_at, NEW.status) IS DISTINCT FROM (OLD.removed_at, OLD.status) THEN
    RAISE EXCEPTION 'the files of data set version % were removed', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER removed_version_is_final
BEFORE UPDATE ON catalog.dataset_version
FOR EACH ROW WHEN (OLD.removed_at IS NOT NULL) EXECUTE FUNCTION catalog.refuse_change_of_removed_version();
