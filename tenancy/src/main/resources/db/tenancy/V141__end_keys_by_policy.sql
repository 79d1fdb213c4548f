-- A key ends when it was made to end, or when the tenant's policy ends it, whichever comes first: expires_at says when, wherever keys
-- are looked up and shown. What it was made with is kept beside it, and is its end again when the policy is lifted.
ALTER TABLE tenancy.api_key ADD COLUMN made_to_end_at timestamptz;
UPDATE tenancy.api_key SET made_to_end_at = expires_at WHERE expires_at IS NOT NULL;

-- Of keys that were there before their tenant's policy: as if it were set now, so that nobody is cut off without warning. The
-- platform's own are no tenant's to bound.
UPDATE tenancy.api_key k
SET expires_at = least(k.made_to_end_at, now() + t.key_max_life_s * interval '1 second')
FROM tenancy.tenant t
WHERE t.tenant_id = k.tenant_id AND t.key_max_life_s IS NOT NULL
  AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND k.created_by_kind <> 'PLATFORM';
