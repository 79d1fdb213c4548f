-- Up to when the stored bytes of a project are in the ledger.
CREATE TABLE catalog.storage_meter (
  tenant_id uuid NOT NULL,
  project_id uuid NOT NULL,
  metered_until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, project_id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id)
);
SELECT tenancy.isolate('catalog.storage_meter', 'SELECT, INSERT, UPDATE');
SELECT tenancy.open_to_system('catalog.storage_meter', 'SELECT');
