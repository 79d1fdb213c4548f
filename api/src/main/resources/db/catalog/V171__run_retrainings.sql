-- One time that a policy was triggered, to its end, with the policy as it was then: it acts as whoever had set that.
CREATE TABLE catalog.retraining_run (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  policy_version int NOT NULL,
  spec jsonb NOT NULL,
  acts_as text NOT NULL,
  acts_as_kind text NOT NULL CHECK (acts_as_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT')),
  acts_as_id uuid NOT NULL,
  key_id uuid,
  kind text NOT NULL CHECK (kind IN ('SCHEDULE', 'NEW_DATA', 'ALERT', 'BY_HAND')),
  evidence jsonb NOT NULL,
  triggered_by text NOT NULL,
  triggered_by_kind text NOT NULL,
  triggered_by_id uuid,
  status text NOT NULL CHECK (status IN (
    'TRIGGERED', 'CHECKING', 'TRAINING', 'EVALUATING', 'AWAITING_APPROVAL', 'CANARY', 'PROMOTED', 'ROLLED_BACK',
    'DECLINED')),
  reason text,
  waits_for text,
  due_at timestamptz,
  champion_id uuid,
  challenger_id uuid,
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
  CHECK ((acts_as_kind = 'PERSON') = (key_id IS NULL)),
  CHECK ((ended_at IS NULL) = (due_at IS NOT NULL)),
  CHECK ((status IN ('PROMOTED', 'ROLLED_BACK', 'DECLINED')) = (ended_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX retraining_run_going_on ON catalog.retraining_run (tenant_id, policy_id) WHERE ended_at IS NULL;
CREATE INDEX retraining_run_of_policy ON catalog.retraining_run (tenant_id, policy_id, id);
CREATE INDEX retraining_run_due ON catalog.retraining_run (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX retraining_run_over ON catalog.retraining_run (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
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
