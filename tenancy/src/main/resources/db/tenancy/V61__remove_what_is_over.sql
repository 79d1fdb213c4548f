-- What goes some time after it is over is found by when that was.
DROP INDEX tenancy.idempotency_key_by_age;
CREATE INDEX idempotency_key_by_age ON tenancy.idempotency_key (tenant_id, created_at);
CREATE INDEX event_by_age ON tenancy.event (tenant_id, created_at);
CREATE INDEX upload_by_end ON tenancy.upload (tenant_id, expires_at) WHERE status <> 'OPEN';
GRANT DELETE ON tenancy.event, tenancy.upload, tenancy.api_key TO keelson_app;
-- Events go tenant by tenant: nobody deletes them across tenants.
REVOKE DELETE ON tenancy.event FROM keelson_system;
