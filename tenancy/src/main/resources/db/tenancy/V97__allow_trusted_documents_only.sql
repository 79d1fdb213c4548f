-- Whether only operations that are trusted run for the tenant's callers. Read with their rights, across tenants.
ALTER TABLE tenancy.tenant ADD COLUMN trusted_documents_only boolean NOT NULL DEFAULT false;
GRANT SELECT (trusted_documents_only) ON tenancy.tenant TO keelson_system;
