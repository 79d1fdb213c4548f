-- Keys that count and lists of them go past those that somebody ended, which may be many more. Nothing in it changes when a key
-- is used, so that noting that stays cheap.
CREATE INDEX api_key_not_revoked ON tenancy.api_key (tenant_id, id) WHERE revoked_at IS NULL;

-- Since when a tenant is on its plan. Of those that are there nobody has kept it, and theirs stays null until they are moved.
ALTER TABLE tenancy.tenant ADD COLUMN plan_since timestamptz;
GRANT SELECT (plan_since) ON tenancy.tenant TO keelson_system;
