-- Rollouts, which move an endpoint's traffic to a new revision step by step.

-- An endpoint says by which steps a candidate takes over there when nobody says otherwise, and what all requests of one
-- caller are known by.
CREATE TABLE serving.rollout_policy (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  weights int[] NOT NULL,
  hold_s int[] NOT NULL,
  min_requests bigint NOT NULL CHECK (min_requests >= 1),
  alpha double precision NOT NULL CHECK (alpha > 0 AND alpha < 1),
  pause_limit_s int NOT NULL CHECK (pause_limit_s > 0),
  sticky_header text NOT NULL,
  set_by text NOT NULL,
  set_by_kind text NOT NULL,
  set_by_id uuid,
  set_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, endpoint_id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES serving.endpoint (tenant_id, id),
  CHECK (cardinality(weights) = cardinality(hold_s))
);
SELECT tenancy.isolate('serving.rollout_policy', 'SELECT, INSERT, UPDATE, DELETE');

-- A candidate takes an endpoint's traffic over step by step, judged by the errors of both; what it was judged by is
-- kept.
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
  sticky_header text NOT NULL DEFAULT 'x-keelson-sticky-key',
  step int NOT NULL CHECK (step >= 0),
  step_since timestamptz,
  -- Whoever may decide about a rollout moves the end of its pause, for as long as a pause may last in all.
  paused_since timestamptz,
  paused_until timestamptz,
  pause text CHECK (pause IN ('ASKED_FOR', 'REFUSALS', 'TOO_FEW_REQUESTS')),
  -- What a candidate refuses is its callers' choice: a finding of that alone pauses a rollout, and who resumes it takes
  -- it as known.
  refusals_known boolean NOT NULL DEFAULT false,
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
  CHECK ((status = 'PAUSED') = (paused_until IS NOT NULL)),
  CHECK ((status = 'PAUSED') = (paused_since IS NOT NULL))
);
CREATE UNIQUE INDEX rollout_under_way ON serving.rollout (tenant_id, endpoint_id) WHERE ended_at IS NULL;
CREATE INDEX rollout_of_endpoint ON serving.rollout (tenant_id, endpoint_id, id);
CREATE INDEX rollout_due ON serving.rollout (next_check_at) WHERE ended_at IS NULL;
CREATE INDEX rollout_by_end ON serving.rollout (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX rollout_by_baseline ON serving.rollout (tenant_id, baseline_id);
CREATE INDEX rollout_by_candidate ON serving.rollout (tenant_id, candidate_id);
SELECT tenancy.isolate('serving.rollout', 'SELECT, INSERT, UPDATE, DELETE');
-- Gateways route by the step that an endpoint is in; controllers look for what is due.
SELECT tenancy.open_to_system('serving.rollout',
  'SELECT (tenant_id, id, endpoint_id, baseline_id, candidate_id, status, weights, step, next_check_at, ended_at, sticky_header)');

-- What each gateway process has seen of a step: it writes its own row again and again, and the rows add up; when the
-- rollout ends, they are added up to one.
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
  -- Sticky keys that different gateways see add up, and those that several see are one: a step keeps the bits of a
  -- linear count (Whang, Vander-Zanden, Taylor 1990), which they join by OR.
  baseline_keys bit(2048),
  candidate_keys bit(2048),
  PRIMARY KEY (tenant_id, rollout_id, step, instance_id),
  FOREIGN KEY (tenant_id, rollout_id) REFERENCES serving.rollout (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT rollout_count_keys_check CHECK ((baseline_keys IS NULL) = (candidate_keys IS NULL))
);
SELECT tenancy.isolate('serving.rollout_count', 'SELECT, INSERT, UPDATE, DELETE');

-- About how many keys have set the bits of a sketch; of one that is full as many as if one bit were free.
CREATE FUNCTION serving.keys_of(sketch bit) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT length(sketch) * ln(length(sketch)::double precision / greatest(length(sketch) - bit_count(sketch), 1))
$$;

-- Of each sticky key the first error, and the first refusal, counts alone, whichever process saw it. When a rollout ends
-- its keys are added up: nobody tells them apart any more.
CREATE TABLE serving.rollout_failed_key (
  tenant_id uuid NOT NULL,
  rollout_id uuid NOT NULL,
  refusal boolean NOT NULL,
  key_hash bigint NOT NULL,
  step int NOT NULL,
  candidate boolean NOT NULL,
  PRIMARY KEY (tenant_id, rollout_id, refusal, key_hash),
  FOREIGN KEY (tenant_id, rollout_id) REFERENCES serving.rollout (tenant_id, id) ON DELETE CASCADE
);
SELECT tenancy.isolate('serving.rollout_failed_key', 'SELECT, INSERT, DELETE');

-- What came of the tests: one of the errors, and one of what a candidate refuses as its callers' fault.
CREATE TABLE serving.rollout_evidence (
  tenant_id uuid NOT NULL,
  rollout_id uuid NOT NULL,
  number int NOT NULL,
  at timestamptz NOT NULL,
  step int NOT NULL,
  weight int NOT NULL,
  baseline_requests bigint NOT NULL,
  baseline_errors bigint NOT NULL,
  baseline_caller_errors bigint NOT NULL DEFAULT 0,
  candidate_requests bigint NOT NULL,
  candidate_errors bigint NOT NULL,
  candidate_caller_errors bigint NOT NULL DEFAULT 0,
  log_evidence double precision NOT NULL,
  log_caller_evidence double precision NOT NULL DEFAULT 0,
  verdict text NOT NULL CHECK (verdict IN ('PASS', 'FAIL', 'INCONCLUSIVE', 'NO_DATA')),
  extended_until timestamptz,
  extended_by text,
  extended_by_kind text,
  extended_by_id uuid,
  PRIMARY KEY (tenant_id, rollout_id, number),
  FOREIGN KEY (tenant_id, rollout_id) REFERENCES serving.rollout (tenant_id, id) ON DELETE CASCADE
);
SELECT tenancy.isolate('serving.rollout_evidence', 'SELECT, INSERT, DELETE');
