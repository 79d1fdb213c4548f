-- Where no person stands behind a key: the first of the keys and service accounts that made each other and it. What one of
-- them has made is one party with it where two are needed. Rows of ended keys go after a while, so it is kept with each.
SET LOCAL lock_timeout = '20s';
ALTER TABLE tenancy.api_key ADD COLUMN first_maker_id uuid;
GRANT SELECT (first_maker_id) ON tenancy.api_key TO keelson_system;

WITH RECURSIVE chain AS (
  SELECT tenant_id, id, created_by_kind AS kind, created_by_id AS maker_id, 1 AS length
  FROM tenancy.api_key
  WHERE person_id IS NULL AND created_by_kind IN ('API_KEY', 'SERVICE_ACCOUNT')
  UNION ALL
  SELECT c.tenant_id, c.id, made.kind, made.maker_id, c.length + 1
  FROM chain c
  CROSS JOIN LATERAL (
    SELECT k.created_by_kind AS kind, k.created_by_id AS maker_id
    FROM tenancy.api_key k
    WHERE c.kind = 'API_KEY' AND k.tenant_id = c.tenant_id AND k.id = c.maker_id
    UNION ALL
    SELECT a.created_by_kind, a.created_by_id
    FROM tenancy.service_account a
    WHERE c.kind = 'SERVICE_ACCOUNT' AND a.tenant_id = c.tenant_id AND a.id = c.maker_id
  ) AS made
  WHERE made.kind IN ('API_KEY', 'SERVICE_ACCOUNT') AND c.length < 1000
)
UPDATE tenancy.api_key k
SET first_maker_id = first.maker_id
FROM (SELECT DISTINCT ON (tenant_id, id) * FROM chain ORDER BY tenant_id, id, length DESC) AS first
WHERE k.tenant_id = first.tenant_id AND k.id = first.id;
