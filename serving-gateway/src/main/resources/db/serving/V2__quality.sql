-- Predictions, held against the labels that come later.

-- How well an endpoint does: its predictions are held against labels that come later, by windows of the prediction's
-- time. A rule that changes makes windows of its own: neither its output nor its measure mixes with those of the one
-- before.
CREATE TABLE serving.quality_rule (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  output text NOT NULL,
  measure text NOT NULL CHECK (measure IN ('ACCURACY', 'MEAN_ABSOLUTE_ERROR')),
  window_s int NOT NULL CHECK (window_s BETWEEN 60 AND 604800),
  horizon_s int NOT NULL CHECK (horizon_s BETWEEN 60 AND 5184000),
  -- Labels that are taken become rows of a data set too, where the rule says so.
  labels_dataset_id uuid,
  labels_collector_id uuid,
  -- A label may take several times what another takes: what waits is bounded by its bytes, and one endpoint's by a share
  -- of its tenant's. They are counted here, without which nothing waits.
  prediction_bytes bigint NOT NULL DEFAULT 0,
  label_bytes bigint NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, endpoint_id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id),
  CONSTRAINT quality_rule_labels_whole CHECK ((labels_dataset_id IS NULL) = (labels_collector_id IS NULL))
);
SELECT tenancy.isolate('serving.quality_rule', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.quality_rule', 'SELECT (tenant_id, endpoint_id, output, version)');

-- What a kept inference said, until its window is frozen. No foreign key: thousands a second would each ask for their
-- parent.
CREATE TABLE serving.prediction (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  inference_id text NOT NULL,
  item int NOT NULL,
  revision int NOT NULL,
  at timestamptz NOT NULL,
  window_at timestamptz NOT NULL,
  rule_version int NOT NULL DEFAULT 1,
  value text NOT NULL,
  number double precision,
  PRIMARY KEY (tenant_id, endpoint_id, inference_id, item)
);
-- A window is read, and removed, in pieces by the ids of its inferences.
CREATE INDEX prediction_by_window ON serving.prediction (tenant_id, endpoint_id, window_at, rule_version, inference_id);
SELECT tenancy.isolate('serving.prediction', 'SELECT, INSERT, DELETE');

-- What turned out to be true. One whose prediction is not there waits for it.
CREATE TABLE serving.label (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  inference_id text NOT NULL,
  item int NOT NULL,
  value text NOT NULL,
  number double precision,
  version bigint NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, endpoint_id, inference_id, item)
);
CREATE INDEX label_by_age ON serving.label (tenant_id, received_at);
-- How late an endpoint's labels come is read from those that came last.
CREATE INDEX label_by_arrival ON serving.label (tenant_id, endpoint_id, received_at);
SELECT tenancy.isolate('serving.label', 'SELECT, INSERT, UPDATE, DELETE');

-- Windows that are still computed again; each goes when its horizon is over.
CREATE TABLE serving.quality_due (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  window_at timestamptz NOT NULL,
  window_s int NOT NULL,
  rule_version int NOT NULL DEFAULT 1,
  measure text NOT NULL CHECK (measure IN ('ACCURACY', 'MEAN_ABSOLUTE_ERROR')),
  due_at timestamptz NOT NULL,
  freeze_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, endpoint_id, window_at, rule_version)
);
CREATE INDEX quality_due_by_time ON serving.quality_due (due_at);
SELECT tenancy.isolate('serving.quality_due', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.quality_due', 'SELECT (tenant_id, endpoint_id, window_at, due_at, rule_version)');

-- What was found for a window, in each revision of the endpoint. No longer computed again once it is frozen.
CREATE TABLE serving.quality_window (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  window_at timestamptz NOT NULL,
  rule_version int NOT NULL DEFAULT 1,
  revision int NOT NULL,
  window_s int NOT NULL,
  measure text NOT NULL CHECK (measure IN ('ACCURACY', 'MEAN_ABSOLUTE_ERROR')),
  predictions bigint NOT NULL,
  labels bigint NOT NULL,
  value double precision,
  low double precision,
  high double precision,
  frozen boolean NOT NULL,
  computed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, endpoint_id, window_at, rule_version, revision)
);
CREATE INDEX quality_window_by_age ON serving.quality_window (tenant_id, window_at);
SELECT tenancy.isolate('serving.quality_window', 'SELECT, INSERT, UPDATE, DELETE');

-- Predictions and labels that wait, of all of a tenant's endpoints: too many to be counted for each that comes.
CREATE TABLE serving.quality_backlog (
  tenant_id uuid NOT NULL,
  predictions bigint NOT NULL,
  labels bigint NOT NULL,
  PRIMARY KEY (tenant_id)
);
SELECT tenancy.isolate('serving.quality_backlog', 'SELECT, INSERT, UPDATE');

-- With its indexes, as measured of rows whose ids come in no order: an id is in the row and in its key, a prediction's
-- also in the index of its window, and pages of keys are two thirds full.
CREATE FUNCTION serving.label_bytes(inference_id text, value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (300 + octet_length(inference_id) * 5 / 2 + octet_length(value))::bigint
$$;
CREATE FUNCTION serving.prediction_bytes(inference_id text, value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (300 + octet_length(inference_id) * 4 + octet_length(value))::bigint
$$;

-- At the end of the statement that changes them, whoever that is: the rows are the last that are locked, in one order.
CREATE FUNCTION serving.count_quality_backlog() RETURNS trigger
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
REVOKE ALL ON FUNCTION serving.count_quality_backlog() FROM PUBLIC;

CREATE TRIGGER count_new_predictions AFTER INSERT ON serving.prediction
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_quality_backlog();
CREATE TRIGGER count_gone_predictions AFTER DELETE ON serving.prediction
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_quality_backlog();
CREATE TRIGGER count_new_labels AFTER INSERT ON serving.label
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_quality_backlog();
CREATE TRIGGER count_gone_labels AFTER DELETE ON serving.label
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_quality_backlog();

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
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION serving.count_changed_labels();
