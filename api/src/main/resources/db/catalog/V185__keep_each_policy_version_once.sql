-- A policy as it was in a version, once for all runs that go by it; it goes when it is neither the newest nor any run's.
CREATE TABLE catalog.retraining_policy_version (
  tenant_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  version int NOT NULL,
  spec jsonb NOT NULL,
  PRIMARY KEY (tenant_id, policy_id, version),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES catalog.retraining_policy (tenant_id, id)
);
SELECT tenancy.isolate('catalog.retraining_policy_version', 'SELECT, INSERT, DELETE');

INSERT INTO catalog.retraining_policy_version (tenant_id, policy_id, version, spec)
SELECT DISTINCT ON (tenant_id, policy_id, policy_version) tenant_id, policy_id, policy_version, spec
FROM catalog.retraining_run
ORDER BY tenant_id, policy_id, policy_version, id;

ALTER TABLE catalog.retraining_run
  DROP COLUMN spec,
  ADD CONSTRAINT retraining_run_goes_by FOREIGN KEY (tenant_id, policy_id, policy_version)
    REFERENCES catalog.retraining_policy_version (tenant_id, policy_id, version);
CREATE INDEX retraining_run_of_version ON catalog.retraining_run (tenant_id, policy_id, policy_version);

-- Those of which only the newest are kept.
CREATE INDEX retraining_run_untrained ON catalog.retraining_run (tenant_id, policy_id, id)
WHERE status = 'DECLINED' AND trained_at IS NULL;
