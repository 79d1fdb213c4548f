-- Activity of a project and of a tenant's projects, newest first: what was done, without what was refused.
CREATE INDEX audit_entry_of_project ON tenancy.audit_entry (tenant_id, project_id, at, id)
  WHERE outcome = 'DONE' AND project_id IS NOT NULL;
CREATE INDEX audit_entry_in_projects ON tenancy.audit_entry (tenant_id, at, id)
  WHERE outcome = 'DONE' AND project_id IS NOT NULL;
