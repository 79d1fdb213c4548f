-- Where no person stands behind who registered a version or asked for a waiver: whoever made the keys that they may have used
-- decides on it no more than they do.
SET LOCAL lock_timeout = '20s';
UPDATE catalog.model_version v
SET author_person_ids = v.author_person_ids || k.makers
FROM (
  SELECT tenant_id, coalesce(service_account_id, id) AS holder_id, array_agg(DISTINCT first_maker_id) AS makers
  FROM tenancy.api_key
  WHERE first_maker_id IS NOT NULL
  GROUP BY 1, 2
) AS k
WHERE k.tenant_id = v.tenant_id AND k.holder_id = v.author_id AND v.author_kind IN ('API_KEY', 'SERVICE_ACCOUNT');

UPDATE catalog.waiver w
SET asked_person_ids = w.asked_person_ids || k.makers
FROM (
  SELECT tenant_id, coalesce(service_account_id, id) AS holder_id, array_agg(DISTINCT first_maker_id) AS makers
  FROM tenancy.api_key
  WHERE first_maker_id IS NOT NULL
  GROUP BY 1, 2
) AS k
WHERE k.tenant_id = w.tenant_id AND k.holder_id = w.asked_by_id AND w.asked_by_kind IN ('API_KEY', 'SERVICE_ACCOUNT');
