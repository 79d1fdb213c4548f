-- What people say of a run, and whether lists leave it out.
ALTER TABLE catalog.run
  ADD COLUMN note text,
  ADD COLUMN archived_at timestamptz;
GRANT DELETE ON catalog.run_tag TO keelson_app;

-- Lists go down those that were not archived, however many were.
DROP INDEX catalog.run_by_status;
DROP INDEX catalog.run_by_project;
CREATE INDEX run_by_status ON catalog.run (tenant_id, status, id DESC) WHERE archived_at IS NULL;
CREATE INDEX run_by_project ON catalog.run (tenant_id, project_id, id DESC) WHERE archived_at IS NULL;
CREATE INDEX run_archived ON catalog.run (tenant_id, project_id, id DESC) WHERE archived_at IS NOT NULL;
