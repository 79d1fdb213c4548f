-- A domain's DNS is looked at again and again; one that fails too often in a row lapses: it is verified no more.
ALTER TABLE tenancy.sign_on_domain
  ADD COLUMN checked_at timestamptz,
  ADD COLUMN failed_checks int NOT NULL DEFAULT 0,
  ADD COLUMN lapsed_at timestamptz,
  ADD COLUMN due_at timestamptz;
UPDATE tenancy.sign_on_domain SET due_at = now() + interval '1 day' WHERE verified_at IS NOT NULL;
ALTER TABLE tenancy.sign_on_domain
  ADD CONSTRAINT sign_on_domain_lapsed CHECK (verified_at IS NULL OR lapsed_at IS NULL);
CREATE INDEX sign_on_domain_due ON tenancy.sign_on_domain (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.open_to_system('tenancy.sign_on_domain', 'SELECT (tenant_id, id, due_at)');
