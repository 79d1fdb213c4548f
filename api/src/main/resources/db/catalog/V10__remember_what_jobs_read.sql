-- Which data set versions a job reads; its own inputs are files that look nothing up any more.
CREATE TABLE catalog.job_dataset (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  project_id uuid NOT NULL,
  dataset_version_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, job_id, dataset_version_id),
  FOREIGN KEY (tenant_id, dataset_version_id) REFERENCES catalog.dataset_version (tenant_id, id)
);
CREATE INDEX job_dataset_by_version ON catalog.job_dataset (tenant_id, dataset_version_id, job_id DESC);
SELECT tenancy.isolate('catalog.job_dataset', 'SELECT, INSERT');

-- Of the jobs so far, those that were submitted with a run.
INSERT INTO catalog.job_dataset (tenant_id, job_id, project_id, dataset_version_id)
SELECT r.tenant_id, r.job_id, r.project_id, d.dataset_version_id
FROM catalog.run r
JOIN catalog.run_dataset d ON d.tenant_id = r.tenant_id AND d.run_id = r.id
WHERE r.job_id IS NOT NULL;
