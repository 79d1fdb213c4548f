-- A candidate takes an endpoint's traffic over step by step, judged by the errors of both; what it was judged by is kept.
SET LOCAL lock_timeout = '20s';
CREATE TABLE serving.rollout (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  project_id uuid NOT NULL,
  baseline_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING', 'STEPPING', 'PAUSED', 'PROMOTED', 'ROLLED_BACK')),
  weights int[] NOT NULL,
  hold_s int[] NOT NULL,
  min_requests bigint NOT NULL CHECK (min_requests >= 1),
  alpha double precision NOT NULL CHECK (alpha > 0 AND alpha < 1),
  pause_limit_s int NOT NULL CHECK (pause_limit_s > 0),
  step int NOT NULL CHECK (step >= 0),
  step_since timestamptz,
  paused_until timestamptz,
  pause text CHECK (pause IN ('ASKED_FOR', 'TOO_FEW_REQUESTS')),
  reason text,
  next_check_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id),
  FOREIGN KEY (tenant_id, baseline_id) REFERENCES serving.revision (tenant_id, id),
  FOREIGN KEY (tenant_id, candidate_id) REFERENCES serving.revision (tenant_id, id),
  CHECK (cardinality(weights) = cardinality(hold_s)),
  CHECK ((ended_at IS NOT NULL) = (status IN ('PROMOTED', 'ROLLED_BACK'))),
  CHECK ((status = 'PAUSED') = (pause IS NOT NULL)),
  CHECK ((status = 'PAUSED') = (paused_until IS NOT NULL))
);
CREATE UNIQUE INDEX rollout_under_way ON serving.rollout (tenant_id, endpoint_id) WHERE ended_at IS NULL;
CREATE INDEX rollout_of_endpoint ON serving.rollout (tenant_id, endpoint_id, id);
CREATE INDEX rollout_due ON serving.rollout (next_check_at) WHERE ended_at IS NULL;
CREATE INDEX rollout_by_end ON serving.rollout (tenant_id, ended_at) WHERE ended_at IS NOT NULL;

-- What each gateway process has seen of a step: it writes its own row again and again, and the rows add up.
CREATE TABLE serving.rollout_count (
  tenant_id uuid NOT NULL,
  rollout_id uuid NOT NULL,
  step int NOT NULL,
  instance_id uuid NOT NULL,
  baseline_requests bigint NOT NULL,
  baseline_errors bigint NOT NULL,
  baseline_caller_errors bigint NOT NULL,
  candidate_requests bigint NOT NULL,
  candidate_errors bigint NOT NULL,
  candidate_caller_errors bigint NOT NULL,
  PRIMARY KEY (tenant_id, rollout_id, step, instance_id),
  FOREIGN KEY (tenant_id, rollout_id) REFERENCES serving.rollout (tenant_id, id) ON DELETE CASCADE
);

-- Of each sticky key the first error counts alone, whichever process saw it.
CREATE TABLE serving.rollout_failed_key (
  tenant_id uuid NOT NULL,
  rollout_id uuid NOT NULL,
  key_hash bigint NOT NULL,
  step int NOT NULL,
  candidate boolean NOT NULL,
  PRIMARY KEY (tenant_id, rollout_id, key_hash),
  FOREIGN KEY (tenant_id, rollout_id) REFERENCES serving.rollout (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE serving.rollout_evidence (
  tenant_id uuid NOT NULL,
  rollout_id uuid NOT NULL,
  number int NOT NULL,
  at timestamptz NOT NULL,
  step int NOT NULL,
  weight int NOT NULL,
  baseline_requests bigint NOT NULL,
  baseline_errors bigint NOT NULL,
  candidate_requests bigint NOT NULL,
  candidate_errors bigint NOT NULL,
  log_evidence double precision NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('PASS', 'FAIL', 'INCONCLUSIVE', 'NO_DATA')),
  PRIMARY KEY (tenant_id, rollout_id, number),
  FOREIGN KEY (tenant_id, rollout_id) REFERENCES serving.rollout (tenant_id, id) ON DELETE CASCADE
);
SELECT tenancy.isolate('serving.rollout', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.isolate('serving.rollout_count', 'SELECT, INSERT, UPDATE');
SELECT tenancy.isolate('serving.rollout_failed_key', 'SELECT, INSERT');
SELECT tenancy.isolate('serving.rollout_evidence', 'SELECT, INSERT');
-- Gateways route by the step that an endpoint is in; controllers look for what is due.
SELECT tenancy.open_to_system('serving.rollout',
  'SELECT (tenant_id, id, endpoint_id, baseline_id, candidate_id, status, weights, step, next_check_at, ended_at)');
