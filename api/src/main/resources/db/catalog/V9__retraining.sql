-- Models that are trained anew by a policy.

-- What has a model trained anew, what is trained, and where it goes: spec, as one piece. The columns beside it are what
-- loops look at. A model has one at most, and keeps it.
CREATE TABLE catalog.retraining_policy (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  model_id uuid NOT NULL,
  spec jsonb NOT NULL,
  next_at timestamptz,
  due_at timestamptz,
  seen_number int NOT NULL,
  cooldown_until timestamptz,
  doublings int NOT NULL DEFAULT 0 CHECK (doublings BETWEEN 0 AND 5),
  counted_from timestamptz NOT NULL,
  set_at timestamptz NOT NULL,
  set_by text NOT NULL,
  set_by_kind text NOT NULL CHECK (set_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT')),
  set_by_id uuid NOT NULL,
  key_id uuid,
  -- Why the policy's runs were declined for want of rights, as its channels were told; null once the rights are there
  -- again.
  rights_told text,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, model_id) REFERENCES catalog.registered_model (tenant_id, id),
  CONSTRAINT retraining_policy_of_model UNIQUE (tenant_id, model_id),
  CHECK ((set_by_kind = 'PERSON') = (key_id IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX retraining_policy_due ON catalog.retraining_policy (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('catalog.retraining_policy', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('catalog.retraining_policy', 'SELECT (tenant_id, id, due_at)');
CREATE TRIGGER goes_with_its_project AFTER DELETE ON catalog.retraining_policy
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_to_delete_of_projects_that_stay();

-- A policy as it was in a version, who set it, and when, once for all runs that go by it. The newest 100 of a policy
-- stay, and those that runs go by.
CREATE TABLE catalog.retraining_policy_version (
  tenant_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  version int NOT NULL,
  spec jsonb NOT NULL,
  set_at timestamptz,
  set_by text,
  set_by_kind text,
  set_by_id uuid,
  PRIMARY KEY (tenant_id, policy_id, version),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES catalog.retraining_policy (tenant_id, id),
  CHECK ((set_by IS NULL) = (set_at IS NULL) AND (set_by IS NULL) = (set_by_kind IS NULL))
);
SELECT tenancy.isolate('catalog.retraining_policy_version', 'SELECT, INSERT, DELETE');

-- One time that a policy was triggered, to its end, with the policy as it was then: it acts as whoever had set that.
CREATE TABLE catalog.retraining_run (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  policy_version int NOT NULL,
  acts_as text NOT NULL,
  acts_as_kind text NOT NULL CHECK (acts_as_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT')),
  acts_as_id uuid NOT NULL,
  key_id uuid,
  kind text NOT NULL CHECK (kind IN ('SCHEDULE', 'NEW_DATA', 'ALERT', 'BY_HAND')),
  evidence jsonb NOT NULL,
  triggered_by text NOT NULL,
  triggered_by_kind text NOT NULL,
  triggered_by_id uuid,
  status text NOT NULL
    CHECK (status IN ('TRIGGERED', 'TRANSFORMING', 'CHECKING', 'TRAINING', 'EVALUATING', 'AWAITING_APPROVAL', 'CANARY',
      'PROMOTED', 'ROLLED_BACK', 'DECLINED')),
  reason text,
  waits_for text,
  due_at timestamptz,
  champion_id uuid,
  challenger_id uuid,
  -- A policy may have a transform, which makes what is trained on: source_version_id is what it reads,
  -- transform_version_id what it makes.
  source_version_id uuid,
  transform_version_id uuid,
  transform_job_id uuid,
  -- What the transform makes may be there, or be made by somebody else's job meanwhile: neither has a job of the run's
  -- own.
  transform_reused boolean NOT NULL DEFAULT false,
  training_version_id uuid,
  evaluation_version_id uuid,
  train_job_id uuid,
  train_run_id uuid,
  score_job_id uuid,
  rollout_id uuid,
  estimate numeric,
  comparison jsonb,
  created_at timestamptz NOT NULL,
  trained_at timestamptz,
  ended_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES catalog.retraining_policy (tenant_id, id),
  CONSTRAINT retraining_run_goes_by FOREIGN KEY (tenant_id, policy_id, policy_version)
    REFERENCES catalog.retraining_policy_version (tenant_id, policy_id, version),
  CHECK ((acts_as_kind = 'PERSON') = (key_id IS NULL)),
  CHECK ((ended_at IS NULL) = (due_at IS NOT NULL)),
  CHECK ((status IN ('PROMOTED', 'ROLLED_BACK', 'DECLINED')) = (ended_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX retraining_run_going_on ON catalog.retraining_run (tenant_id, policy_id) WHERE ended_at IS NULL;
CREATE INDEX retraining_run_of_policy ON catalog.retraining_run (tenant_id, policy_id, id);
CREATE INDEX retraining_run_due ON catalog.retraining_run (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX retraining_run_over ON catalog.retraining_run (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX retraining_run_of_version ON catalog.retraining_run (tenant_id, policy_id, policy_version);
-- Those of which only the newest are kept.
CREATE INDEX retraining_run_untrained ON catalog.retraining_run (tenant_id, policy_id, id) WHERE status = 'DECLINED' AND trained_at IS NULL;
SELECT tenancy.isolate('catalog.retraining_run', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('catalog.retraining_run', 'SELECT (tenant_id, id, due_at)');

-- What policies were triggered by, each once: an instant of a schedule, a data set version, an alert. Goes with its run.
CREATE TABLE catalog.retraining_trigger (
  tenant_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  run_id uuid NOT NULL,
  consumed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, policy_id, kind, subject),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.retraining_run (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX retraining_trigger_of_run ON catalog.retraining_trigger (tenant_id, run_id);
SELECT tenancy.isolate('catalog.retraining_trigger', 'SELECT, INSERT, DELETE');

-- When a run came to stand as it did.
CREATE TABLE catalog.retraining_change (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  number int NOT NULL,
  status text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, run_id, number),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.retraining_run (tenant_id, id) ON DELETE CASCADE
);
SELECT tenancy.isolate('catalog.retraining_change', 'SELECT, INSERT, DELETE');

-- What was looked at before it trained, with what was seen.
CREATE TABLE catalog.retraining_check (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  number int NOT NULL,
  name text NOT NULL,
  passed boolean NOT NULL,
  seen text NOT NULL,
  PRIMARY KEY (tenant_id, run_id, number),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.retraining_run (tenant_id, id) ON DELETE CASCADE
);
SELECT tenancy.isolate('catalog.retraining_check', 'SELECT, INSERT, DELETE');
