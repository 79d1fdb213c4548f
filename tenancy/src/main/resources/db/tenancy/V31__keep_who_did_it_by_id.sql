-- Who did it: a label that is shown, a kind and an id that decides. What was kept so far is the label alone; the two
-- functions find the rest: a label is a key's after 'key:', a job's global id, the platform's own, or a user name.

CREATE FUNCTION tenancy.actor_kind(label text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE
  WHEN starts_with(label, 'key:') THEN 'API_KEY'
  WHEN label ~ '^job_[0-9a-z]{26}$' THEN 'JOB'
  WHEN label IN ('platform', 'demo') THEN 'PLATFORM'
  ELSE 'PERSON'
END;

-- Null where nobody has the name any more, or several have it.
CREATE FUNCTION tenancy.actor_id(tenant uuid, label text) RETURNS uuid
LANGUAGE sql STABLE
RETURN CASE tenancy.actor_kind(label)
  WHEN 'API_KEY' THEN (
    SELECT min(k.id::text)::uuid
    FROM tenancy.api_key k
    WHERE k.tenant_id = tenant AND 'key:' || k.name = label
    HAVING count(*) = 1)
  WHEN 'PERSON' THEN (
    SELECT min(m.person_id::text)::uuid
    FROM tenancy.member m
    WHERE m.tenant_id = tenant AND m.username = label
    HAVING count(*) = 1)
END;

-- Adds <label_column>_kind and <label_column>_id, fills them for every row there is, and fails if it met fewer.
CREATE PROCEDURE tenancy.add_actor(of_table regclass, label_column text)
LANGUAGE plpgsql AS $$
DECLARE
  expected bigint;
  filled bigint;
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN %I text', of_table, label_column || '_kind');
  EXECUTE format('ALTER TABLE %s ADD COLUMN %I uuid', of_table, label_column || '_id');
  EXECUTE format('SELECT count(*) FROM %s', of_table) INTO expected;
  EXECUTE format(
    'UPDATE %1$s SET %2$I = tenancy.actor_kind(%4$I), %3$I = tenancy.actor_id(tenant_id, %4$I)',
    of_table, label_column || '_kind', label_column || '_id', label_column);
  GET DIAGNOSTICS filled = ROW_COUNT;
  IF filled <> expected THEN
    RAISE EXCEPTION '% of % rows of % have an actor', filled, expected, of_table;
  END IF;
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %L', of_table, label_column || '_kind', 'PLATFORM');
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', of_table, label_column || '_kind');
  EXECUTE format('ALTER TABLE %s ADD CHECK (%I IN (''PERSON'', ''API_KEY'', ''JOB'', ''PLATFORM''))', of_table, label_column || '_kind');
END
$$;

REVOKE ALL ON FUNCTION tenancy.actor_kind(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION tenancy.actor_id(uuid, text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE tenancy.add_actor(regclass, text) FROM PUBLIC;

CALL tenancy.add_actor('tenancy.api_key', 'created_by');

-- The person behind a key: who made it, or who stands behind the key that made it.
ALTER TABLE tenancy.api_key ADD COLUMN person_id uuid;
UPDATE tenancy.api_key SET person_id = created_by_id WHERE created_by_kind = 'PERSON';
DO $$
BEGIN
  LOOP
    UPDATE tenancy.api_key made
    SET person_id = maker.person_id
    FROM tenancy.api_key maker
    WHERE maker.tenant_id = made.tenant_id
      AND maker.id = made.created_by_id
      AND made.created_by_kind = 'API_KEY'
      AND made.person_id IS NULL
      AND maker.person_id IS NOT NULL;
    EXIT WHEN NOT FOUND;
  END LOOP;
END
$$;
CREATE INDEX api_key_by_person ON tenancy.api_key (tenant_id, person_id) WHERE revoked_at IS NULL;
