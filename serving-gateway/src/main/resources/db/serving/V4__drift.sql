-- Drift: how far requests and answers have moved from the data that a model was trained on.

-- Whether what endpoints are asked and answer still looks like what their models were trained on. Counts of bins are
-- added up by all gateways, one row for a revision's window; what is found is computed from them and can be computed
-- again.
CREATE TABLE serving.drift_rule (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  share double precision NOT NULL CHECK (share BETWEEN 0 AND 1),
  -- Windows may be as short as ten seconds: how many of them an endpoint keeps is bounded by their number.
  window_s int NOT NULL CHECK (window_s BETWEEN 10 AND 604800),
  min_rows int NOT NULL CHECK (min_rows > 0),
  counted bigint NOT NULL DEFAULT 0,
  dropped_no_room bigint NOT NULL DEFAULT 0,
  dropped_unreadable bigint NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, endpoint_id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id)
);
SELECT tenancy.isolate('serving.drift_rule', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.drift_rule', 'SELECT (tenant_id, endpoint_id, share, window_s)');

-- The training profile of a deployed model version, or why it has none. It stays as its revisions do.
CREATE TABLE serving.reference_profile (
  tenant_id uuid NOT NULL,
  model_version_id uuid NOT NULL,
  profile jsonb,
  reason text,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, model_version_id),
  CHECK ((profile IS NULL) = (reason IS NOT NULL))
);
SELECT tenancy.isolate('serving.reference_profile', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.reference_profile', 'SELECT (tenant_id, model_version_id, reason)');

-- counts has the bins of all features, one after the other in the order of the profile. due_at is null once it is judged
-- by all rows that it has.
CREATE TABLE serving.drift_window (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  window_at timestamptz NOT NULL,
  window_s int NOT NULL,
  revision int NOT NULL,
  model_version_id uuid NOT NULL,
  rows bigint NOT NULL,
  counts bigint[] NOT NULL,
  -- A model's requests may bring tensors, or columns, that its training profile does not know. Of a window, how many
  -- rows came so is exact; of the names the most frequent are kept, each with about how many rows, so that what callers
  -- make up has a bound.
  unseen_rows bigint NOT NULL DEFAULT 0,
  unseen_names jsonb NOT NULL DEFAULT '{}',
  due_at timestamptz,
  judged_at timestamptz,
  judged_rows bigint,
  verdict text CHECK (verdict IN ('STABLE', 'DRIFTED', 'INSUFFICIENT')),
  findings jsonb,
  PRIMARY KEY (tenant_id, endpoint_id, window_at, window_s, revision),
  CHECK ((judged_at IS NULL) = (verdict IS NULL AND findings IS NULL AND judged_rows IS NULL))
);
CREATE INDEX drift_window_due ON serving.drift_window (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX drift_window_by_age ON serving.drift_window (tenant_id, window_at);
SELECT tenancy.isolate('serving.drift_window', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('serving.drift_window', 'SELECT (tenant_id, endpoint_id, window_at, window_s, revision, due_at)');
