-- Who set each version of a policy, and when; null for versions that were set before that was kept. The newest 100 of a policy stay,
-- and those that runs go by.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.retraining_policy_version
  ADD COLUMN set_at timestamptz,
  ADD COLUMN set_by text,
  ADD COLUMN set_by_kind text,
  ADD COLUMN set_by_id uuid,
  ADD CHECK ((set_by IS NULL) = (set_at IS NULL) AND (set_by IS NULL) = (set_by_kind IS NULL));

INSERT INTO catalog.retraining_policy_version
  (tenant_id, policy_id, version, spec, set_at, set_by, set_by_kind, set_by_id)
SELECT tenant_id, id, version, spec, set_at, set_by, set_by_kind, set_by_id
FROM catalog.retraining_policy
ON CONFLICT (tenant_id, policy_id, version) DO NOTHING;

UPDATE catalog.retraining_policy_version w
SET set_at = p.set_at, set_by = p.set_by, set_by_kind = p.set_by_kind, set_by_id = p.set_by_id
FROM catalog.retraining_policy p
WHERE p.tenant_id = w.tenant_id AND p.id = w.policy_id AND p.version = w.version AND w.set_at IS NULL;
