-- A claim is inserted before the change and gets the change's result before both commit; whoever comes second waits for it.
-- A request may hold several mutations: each claims the request's key for its own place.
ALTER TABLE tenancy.idempotency_key ALTER COLUMN result_id DROP NOT NULL;
ALTER TABLE tenancy.idempotency_key ADD COLUMN field int NOT NULL DEFAULT 0;
ALTER TABLE tenancy.idempotency_key DROP CONSTRAINT idempotency_key_pkey;
ALTER TABLE tenancy.idempotency_key ADD PRIMARY KEY (tenant_id, actor, key, field);

-- For the removal of what is older than a day.
CREATE INDEX idempotency_key_by_age ON tenancy.idempotency_key (created_at);
