-- The service account whose key made it, or stands behind the key that made it: rows of ended keys go after a while, and what
-- was made with them must still end with the account.
ALTER TABLE tenancy.api_key ADD COLUMN behind_account_id uuid;

WITH RECURSIVE behind AS (
  SELECT tenant_id, id, created_by_id AS account_id
  FROM tenancy.api_key
  WHERE created_by_kind = 'SERVICE_ACCOUNT'
  UNION
  SELECT made.tenant_id, made.id, behind.account_id
  FROM behind
  JOIN tenancy.api_key made
    ON made.tenant_id = behind.tenant_id AND made.created_by_kind = 'API_KEY' AND made.created_by_id = behind.id
)
UPDATE tenancy.api_key k
SET behind_account_id = behind.account_id
FROM behind
WHERE k.tenant_id = behind.tenant_id AND k.id = behind.id;

DO $$
BEGIN
  IF EXISTS (
    SELECT 1
    FROM tenancy.api_key made
    JOIN tenancy.api_key maker ON maker.tenant_id = made.tenant_id AND maker.id = made.created_by_id
    WHERE made.created_by_kind = 'API_KEY' AND made.behind_account_id IS DISTINCT FROM maker.behind_account_id
  ) THEN
    RAISE EXCEPTION 'a key does not have the account of its maker';
  END IF;
END
$$;

CREATE INDEX api_key_by_account_behind ON tenancy.api_key (tenant_id, behind_account_id)
  WHERE behind_account_id IS NOT NULL;
