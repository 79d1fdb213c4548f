-- What a preview's job left is let go with the preview. What was said of a table that was checked may quote values of it: it goes
-- with the files of what was collected.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.transform_preview ADD COLUMN released boolean NOT NULL DEFAULT false;
GRANT UPDATE (failure) ON catalog.checked_table TO keelson_app;

-- Of those that have gone with them already.
UPDATE catalog.dataset_version
SET rejection = CASE WHEN rejection IS NOT NULL THEN 'why went with the files' END,
  error = CASE WHEN error IS NOT NULL THEN 'why went with the files' END
WHERE removed_at IS NOT NULL AND (rejection IS NOT NULL OR error IS NOT NULL);
UPDATE catalog.validation v
SET error = 'why went with the files'
FROM catalog.dataset_version d
WHERE d.tenant_id = v.tenant_id AND d.id = v.dataset_version_id AND d.removed_at IS NOT NULL AND v.error IS NOT NULL;
UPDATE catalog.checked_table c
SET failure = 'why went with the files'
FROM catalog.validation v
JOIN catalog.dataset_version d ON d.tenant_id = v.tenant_id AND d.id = v.dataset_version_id AND d.removed_at IS NOT NULL
WHERE v.tenant_id = c.tenant_id AND v.id = c.validation_id AND c.failure IS NOT NULL;
