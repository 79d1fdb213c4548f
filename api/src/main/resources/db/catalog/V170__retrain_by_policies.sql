-- What has a model trained anew, what is trained, and where it goes: spec, as one piece, which each run keeps a copy of. The columns
-- beside it are what loops look at. A model has one at most, and keeps it.
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
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT retraining_policy_of_model UNIQUE (tenant_id, model_id),
  FOREIGN KEY (tenant_id, model_id) REFERENCES catalog.registered_model (tenant_id, id),
  CHECK ((set_by_kind = 'PERSON') = (key_id IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX retraining_policy_due ON catalog.retraining_policy (due_at) WHERE due_at IS NOT NULL;
SELECT tenancy.isolate('catalog.retraining_policy', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('catalog.retraining_policy', 'SELECT (tenant_id, id, due_at)');
