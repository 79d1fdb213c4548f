-- How well an endpoint does: its predictions are held against labels that come later, by windows of the prediction's time.
SET LOCAL lock_timeout = '20s';
CREATE TABLE serving.quality_rule (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  output text NOT NULL,
  measure text NOT NULL CHECK (measure IN ('ACCURACY', 'MEAN_ABSOLUTE_ERROR')),
  window_s int NOT NULL CHECK (window_s BETWEEN 60 AND 604800),
  horizon_s int NOT NULL CHECK (horizon_s BETWEEN 60 AND 5184000),
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, endpoint_id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id)
);
SELECT tenancy.isolate('serving.quality_rule', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('serving.quality_rule', 'SELECT (tenant_id, endpoint_id, output)');

-- What a kept inference said, until its window is frozen. No foreign key: thousands a second would each ask for their parent.
CREATE TABLE serving.prediction (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  inference_id text NOT NULL,
  item int NOT NULL,
  revision int NOT NULL,
  at timestamptz NOT NULL,
  window_at timestamptz NOT NULL,
  value text NOT NULL,
  number double precision,
  PRIMARY KEY (tenant_id, endpoint_id, inference_id, item)
);
CREATE INDEX prediction_by_window ON serving.prediction (tenant_id, endpoint_id, window_at);
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
SELECT tenancy.isolate('serving.label', 'SELECT, INSERT, UPDATE, DELETE');

-- Windows that are still computed again; each goes when its horizon is over.
CREATE TABLE serving.quality_due (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  window_at timestamptz NOT NULL,
  window_s int NOT NULL,
  due_at timestamptz NOT NULL,
  freeze_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, endpoint_id, window_at)
);
CREATE INDEX quality_due_by_time ON serving.quality_due (due_at);
SELECT tenancy.isolate('serving.quality_due', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.quality_due', 'SELECT (tenant_id, endpoint_id, window_at, due_at)');

CREATE TABLE serving.quality_window (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  window_at timestamptz NOT NULL,
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
  PRIMARY KEY (tenant_id, endpoint_id, window_at, revision)
);
CREATE INDEX quality_window_by_age ON serving.quality_window (tenant_id, window_at);
SELECT tenancy.isolate('serving.quality_window', 'SELECT, INSERT, UPDATE, DELETE');
