-- used_at: when a writer last said that it uses the object. unreferenced_since: when it was found that no row names it.
ALTER TABLE tenancy.object
  ADD COLUMN used_at timestamptz,
  ADD COLUMN unreferenced_since timestamptz;

DO $$
DECLARE
  changed bigint;
  expected bigint;
BEGIN
  SELECT count(*) INTO expected FROM tenancy.object;
  UPDATE tenancy.object SET used_at = stored_at;
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> expected THEN
    RAISE EXCEPTION 'of % objects, % got a time of use', expected, changed;
  END IF;
END $$;

ALTER TABLE tenancy.object ALTER COLUMN used_at SET NOT NULL;
CREATE INDEX object_unreferenced ON tenancy.object (tenant_id, unreferenced_since) WHERE unreferenced_since IS NOT NULL;
GRANT DELETE, UPDATE (used_at, unreferenced_since) ON tenancy.object TO keelson_app;
