-- What a delivery is about is read with a permission: who lacks it is not shown the delivery, and not mailed it.
ALTER TABLE catalog.alert_delivery ADD COLUMN reads text NOT NULL DEFAULT 'ALERT_READ';
UPDATE catalog.alert_delivery
SET reads = CASE data::jsonb ->> 'kind' WHEN 'JOB_FAILURE' THEN 'JOB_READ' WHEN 'BUDGET' THEN 'COST_READ' ELSE 'ENDPOINT_READ' END
WHERE type LIKE 'alert.%';
ALTER TABLE catalog.alert_delivery ALTER COLUMN reads DROP DEFAULT;
