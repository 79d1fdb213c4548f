-- Who has logged to a run: the audit log tells of the first batch of each. As long-lived as the run.
CREATE TABLE catalog.run_writer (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('PERSON', 'API_KEY', 'JOB', 'PLATFORM')),
  actor_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, run_id, actor_kind, actor_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES catalog.run (tenant_id, id) ON DELETE CASCADE
);
SELECT tenancy.isolate('catalog.run_writer', 'SELECT, INSERT');
