-- A label may take several times what another takes: what waits is bounded by its bytes, and one endpoint's by a share of
-- its tenant's. They are counted where the endpoint's rule is, without which nothing waits.
SET LOCAL lock_timeout = '20s';
LOCK TABLE serving.prediction, serving.label IN SHARE ROW EXCLUSIVE MODE;
ALTER TABLE serving.quality_rule
  ADD COLUMN prediction_bytes bigint NOT NULL DEFAULT 0,
  ADD COLUMN label_bytes bigint NOT NULL DEFAULT 0;

-- With its indexes, as measured of rows whose ids come in no order: an id is in the row and in its key, a prediction's also
-- in the index of its window, and pages of keys are two thirds full.
CREATE FUNCTION serving.label_bytes(inference_id text, value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (300 + octet_length(inference_id) * 5 / 2 + octet_length(value))::bigint
$$;
CREATE FUNCTION serving.prediction_bytes(inference_id text, value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (300 + octet_length(inference_id) * 4 + octet_length(value))::bigint
$$;

-- At the end of the statement that changes them, whoever that is: the rows are the last that are locked, in one order.
CREATE OR REPLACE FUNCTION serving.count_quality_backlog() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
  predictions int := CASE TG_TABLE_NAME WHEN 'prediction' THEN change ELSE 0 END;
  labels int := CASE TG_TABLE_NAME WHEN 'label' THEN change ELSE 0 END;
BEGIN
  PERFORM 1
  FROM serving.quality_rule r
  WHERE (r.tenant_id, r.endpoint_id) IN (SELECT c.tenant_id, c.endpoint_id FROM changed c)
  ORDER BY r.tenant_id, r.endpoint_id
  FOR NO KEY UPDATE;
  UPDATE serving.quality_rule r
  SET prediction_bytes = r.prediction_bytes + predictions * s.prediction_bytes,
    label_bytes = r.label_bytes + labels * s.label_bytes
  FROM (
    SELECT c.tenant_id, c.endpoint_id,
      sum(serving.prediction_bytes(c.inference_id, c.value))::bigint AS prediction_bytes,
      sum(serving.label_bytes(c.inference_id, c.value))::bigint AS label_bytes
    FROM changed c
    GROUP BY c.tenant_id, c.endpoint_id
  ) AS s
  WHERE r.tenant_id = s.tenant_id AND r.endpoint_id = s.endpoint_id;
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

-- A newer version of a label may be longer than the one before.
CREATE FUNCTION serving.count_changed_labels() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE serving.quality_rule r
  SET label_bytes = r.label_bytes + s.bytes
  FROM (
    SELECT c.tenant_id, c.endpoint_id, sum(c.bytes)::bigint AS bytes
    FROM (
      SELECT tenant_id, endpoint_id, octet_length(value) AS bytes FROM changed
      UNION ALL
      SELECT tenant_id, endpoint_id, -octet_length(value) FROM before
    ) AS c
    GROUP BY c.tenant_id, c.endpoint_id
    HAVING sum(c.bytes) <> 0
  ) AS s
  WHERE r.tenant_id = s.tenant_id AND r.endpoint_id = s.endpoint_id;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION serving.count_changed_labels() FROM PUBLIC;
CREATE TRIGGER count_changed_labels AFTER UPDATE ON serving.label
  REFERENCING OLD TABLE AS before NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION serving.count_changed_labels();

UPDATE serving.quality_rule r
SET prediction_bytes = (
    SELECT coalesce(sum(serving.prediction_bytes(p.inference_id, p.value)), 0)
    FROM serving.prediction p
    WHERE p.tenant_id = r.tenant_id AND p.endpoint_id = r.endpoint_id),
  label_bytes = (
    SELECT coalesce(sum(serving.label_bytes(l.inference_id, l.value)), 0)
    FROM serving.label l
    WHERE l.tenant_id = r.tenant_id AND l.endpoint_id = r.endpoint_id);
