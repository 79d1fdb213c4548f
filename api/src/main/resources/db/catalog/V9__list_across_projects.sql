-- Lists over a whole tenant, newest first: by state, or by those projects that the caller may see.
CREATE INDEX run_by_status ON catalog.run (tenant_id, status, id DESC);
CREATE INDEX run_by_project ON catalog.run (tenant_id, project_id, id DESC);
CREATE INDEX model_version_waiting ON catalog.model_version (tenant_id, id DESC) WHERE status = 'REGISTERED';
CREATE INDEX model_version_waiting_by_project ON catalog.model_version (tenant_id, project_id, id DESC)
  WHERE status = 'REGISTERED';
