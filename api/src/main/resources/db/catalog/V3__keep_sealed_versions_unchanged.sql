-- The digest of a sealed version is a promise: not even a defect of ours may change what it stands for.

CREATE FUNCTION catalog.refuse_change_of_sealed_files() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  changed catalog.dataset_file;
  version_status text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    changed := OLD;
  ELSE
    changed := NEW;
  END IF;
  -- The lock waits for a sealing in progress, which then is seen.
  SELECT v.status INTO version_status
  FROM catalog.dataset_version v
  WHERE v.tenant_id = changed.tenant_id AND v.id = changed.dataset_version_id
  FOR SHARE;
  IF version_status IS DISTINCT FROM 'OPEN' THEN
    RAISE EXCEPTION 'data set version % is %: its files are final', changed.dataset_version_id, version_status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN changed;
END
$$;

CREATE TRIGGER sealed_files_are_final
BEFORE INSERT OR DELETE ON catalog.dataset_file
FOR EACH ROW EXECUTE FUNCTION catalog.refuse_change_of_sealed_files();

-- Nobody was given the right to update a file; this holds the owner to it as well.
CREATE FUNCTION catalog.refuse_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are replaced, not updated', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER files_are_not_updated
BEFORE UPDATE ON catalog.dataset_file
FOR EACH ROW EXECUTE FUNCTION catalog.refuse_update();

CREATE FUNCTION catalog.refuse_change_of_sealed_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     OR (NEW.tenant_id, NEW.id, NEW.dataset_id, NEW.project_id, NEW.number, NEW.digest, NEW.size_bytes, NEW.files,
         NEW.sealed_at)
        IS DISTINCT FROM
        (OLD.tenant_id, OLD.id, OLD.dataset_id, OLD.project_id, OLD.number, OLD.digest, OLD.size_bytes, OLD.files,
         OLD.sealed_at)
     OR NOT (NEW.status = OLD.status OR (OLD.status = 'SEALED' AND NEW.status IN ('VALIDATED', 'REJECTED'))) THEN
    RAISE EXCEPTION 'data set version % is %: what it holds is final', OLD.id, OLD.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER sealed_version_is_final
BEFORE UPDATE OR DELETE ON catalog.dataset_version
FOR EACH ROW WHEN (OLD.status <> 'OPEN') EXECUTE FUNCTION catalog.refuse_change_of_sealed_version();
