-- A version that was REJECTED and is judged again is read by nobody until it is found to be as expected: held says so
-- while it is VALIDATING or ERRORED.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.dataset_version ADD COLUMN held boolean NOT NULL DEFAULT false;

UPDATE catalog.dataset_version d
SET held = true
WHERE d.status IN ('VALIDATING', 'ERRORED')
  AND (
    SELECT v.status
    FROM catalog.validation v
    WHERE v.tenant_id = d.tenant_id AND v.dataset_version_id = d.id AND v.status IN ('PASSED', 'FAILED')
    ORDER BY v.id DESC
    LIMIT 1
  ) = 'FAILED';
