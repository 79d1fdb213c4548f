-- A key that a person made whom V31 did not find, because they had left, had another name or shared it, is bounded by nobody
-- and would outlive its maker; so would every key made with it. Only what the platform made, and what was made with that, has
-- nobody behind it on purpose.
WITH RECURSIVE of_platform AS (
  SELECT tenant_id, id
  FROM tenancy.api_key
  WHERE created_by_kind = 'PLATFORM'
  UNION
  SELECT made.tenant_id, made.id
  FROM of_platform maker
  JOIN tenancy.api_key made
    ON made.tenant_id = maker.tenant_id AND made.created_by_kind = 'API_KEY' AND made.created_by_id = maker.id
)
UPDATE tenancy.api_key k
SET revoked_at = now()
WHERE k.revoked_at IS NULL
  AND num_nonnulls(k.person_id, k.behind_account_id, k.service_account_id) = 0
  AND NOT EXISTS (SELECT 1 FROM of_platform p WHERE p.tenant_id = k.tenant_id AND p.id = k.id);

DO $$
BEGIN
  IF EXISTS (
    SELECT 1
    FROM tenancy.api_key
    WHERE revoked_at IS NULL
      AND created_by_kind NOT IN ('PLATFORM', 'API_KEY')
      AND num_nonnulls(person_id, behind_account_id, service_account_id) = 0
  ) THEN
    RAISE EXCEPTION 'a key behind which nobody stands still counts';
  END IF;
END
$$;
