-- What each feature brings back when a suspended tenant resumes; its row goes then.
CREATE TABLE tenancy.suspension (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (tenant_id),
  feature text NOT NULL,
  stopped jsonb NOT NULL,
  PRIMARY KEY (tenant_id, feature)
);
SELECT tenancy.isolate('tenancy.suspension', 'SELECT, INSERT, DELETE');
