-- A rule that changes makes windows of its own: neither its output nor its measure mixes with those of the one before.
-- What waits for its window is counted by tenant, since it is bounded.
SET LOCAL lock_timeout = '20s';
ALTER TABLE serving.prediction ADD COLUMN rule_version int NOT NULL DEFAULT 1;
-- A window is read, and removed, in pieces by the ids of its inferences.
DROP INDEX serving.prediction_by_window;
CREATE INDEX prediction_by_window
  ON serving.prediction (tenant_id, endpoint_id, window_at, rule_version, inference_id);

ALTER TABLE serving.quality_due ADD COLUMN rule_version int NOT NULL DEFAULT 1;
ALTER TABLE serving.quality_due ADD COLUMN measure text CHECK (measure IN ('ACCURACY', 'MEAN_ABSOLUTE_ERROR'));
UPDATE serving.quality_due d
SET measure = q.measure
FROM serving.quality_rule q
WHERE q.tenant_id = d.tenant_id AND q.endpoint_id = d.endpoint_id;
ALTER TABLE serving.quality_due ALTER COLUMN measure SET NOT NULL;
ALTER TABLE serving.quality_due DROP CONSTRAINT quality_due_pkey;
ALTER TABLE serving.quality_due ADD PRIMARY KEY (tenant_id, endpoint_id, window_at, rule_version);
GRANT SELECT (rule_version) ON serving.quality_due TO keelson_system;
GRANT SELECT (version) ON serving.quality_rule TO keelson_system;

ALTER TABLE serving.quality_window ADD COLUMN rule_version int NOT NULL DEFAULT 1;
ALTER TABLE serving.quality_window DROP CONSTRAINT quality_window_pkey;
ALTER TABLE serving.quality_window ADD PRIMARY KEY (tenant_id, endpoint_id, window_at, rule_version, revision);

-- Predictions and labels that wait, of all of a tenant's endpoints: too many to be counted for each that comes.
CREATE TABLE serving.quality_backlog (
  tenant_id uuid NOT NULL,
  predictions bigint NOT NULL,
  labels bigint NOT NULL,
  PRIMARY KEY (tenant_id)
);
SELECT tenancy.isolate('serving.quality_backlog', 'SELECT, INSERT, UPDATE');

-- At the end of the statement that changes them, whoever that is: the row is the last that is locked.
CREATE FUNCTION serving.count_quality_backlog() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
  predictions int := CASE TG_TABLE_NAME WHEN 'prediction' THEN change ELSE 0 END;
  labels int := CASE TG_TABLE_NAME WHEN 'label' THEN change ELSE 0 END;
BEGIN
  INSERT INTO serving.quality_backlog AS b (tenant_id, predictions, labels)
  SELECT c.tenant_id, predictions * count(*), labels * count(*)
  FROM changed c
  GROUP BY c.tenant_id
  ORDER BY c.tenant_id
  ON CONFLICT (tenant_id) DO UPDATE
  SET predictions = b.predictions + excluded.predictions, labels = b.labels + excluded.labels;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION serving.count_quality_backlog() FROM PUBLIC;

LOCK TABLE serving.prediction, serving.label IN SHARE ROW EXCLUSIVE MODE;
CREATE TRIGGER count_new_predictions AFTER INSERT ON serving.prediction
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_quality_backlog();
CREATE TRIGGER count_gone_predictions AFTER DELETE ON serving.prediction
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_quality_backlog();
CREATE TRIGGER count_new_labels AFTER INSERT ON serving.label
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_quality_backlog();
CREATE TRIGGER count_gone_labels AFTER DELETE ON serving.label
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_quality_backlog();
INSERT INTO serving.quality_backlog (tenant_id, predictions, labels)
SELECT tenant_id, sum(predictions), sum(labels)
FROM (
  SELECT tenant_id, count(*) AS predictions, 0 AS labels FROM serving.prediction GROUP BY tenant_id
  UNION ALL
  SELECT tenant_id, 0, count(*) FROM serving.label GROUP BY tenant_id
) AS waiting
GROUP BY tenant_id;
