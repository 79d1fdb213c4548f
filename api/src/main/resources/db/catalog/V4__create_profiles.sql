CREATE TABLE catalog.dataset_profile (
  tenant_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  profile jsonb NOT NULL,
  computed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, dataset_version_id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id)
);
SELECT tenancy.isolate('catalog.dataset_profile', 'SELECT, INSERT');

-- A version that waits for its profile. Whoever raised attempts to its value holds it until due_at; failures counts the
-- attempts that ended badly.
CREATE TABLE catalog.profile_task (
  tenant_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  failures int NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, dataset_version_id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id)
);
CREATE INDEX profile_task_due ON catalog.profile_task (due_at);
SELECT tenancy.isolate('catalog.profile_task', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('catalog.profile_task', 'SELECT, UPDATE');
