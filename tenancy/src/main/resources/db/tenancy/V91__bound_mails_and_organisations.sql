-- How many mails a tenant's invitations have sent on a day: their addresses are anybody's.
ALTER TABLE tenancy.tenant
  ADD COLUMN invited_on date,
  ADD COLUMN invitation_mails int NOT NULL DEFAULT 0 CHECK (invitation_mails >= 0);

-- Whose organisations they are to begin with: one person founds so many. Not known of those that are there.
ALTER TABLE tenancy.tenant ADD COLUMN founder_id uuid;
CREATE INDEX tenant_founder ON tenancy.tenant (founder_id);
GRANT SELECT (founder_id) ON tenancy.tenant TO keelson_system;
