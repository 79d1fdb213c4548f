CALL tenancy.add_actor('catalog.project', 'created_by');
CALL tenancy.add_actor('catalog.dataset', 'created_by');
CALL tenancy.add_actor('catalog.dataset_version', 'created_by');
CALL tenancy.add_actor('catalog.experiment', 'created_by');
CALL tenancy.add_actor('catalog.run', 'created_by');
CALL tenancy.add_actor('catalog.registered_model', 'created_by');
CALL tenancy.add_actor('catalog.model_version', 'author');
CALL tenancy.add_actor('catalog.approval', 'decided_by');
CALL tenancy.add_actor('catalog.model_alias', 'moved_by');

-- The people behind the author, who may not approve: by their ids in place of their labels.
ALTER TABLE catalog.model_version ADD COLUMN author_person_ids uuid[] NOT NULL DEFAULT '{}';
DO $$
DECLARE
  expected bigint;
  filled bigint;
BEGIN
  SELECT count(*) INTO expected FROM catalog.model_version;
  UPDATE catalog.model_version v
  SET author_person_ids = ARRAY(
    SELECT m.person_id
    FROM tenancy.member m
    WHERE m.tenant_id = v.tenant_id AND m.username = ANY (v.authors));
  GET DIAGNOSTICS filled = ROW_COUNT;
  IF filled <> expected THEN
    RAISE EXCEPTION '% of % model versions have the people behind them', filled, expected;
  END IF;
END
$$;
ALTER TABLE catalog.model_version DROP COLUMN authors;
