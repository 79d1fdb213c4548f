-- What people say of a thing in a project, in CommonMark as they wrote it. Whom it mentions is kept with it, under the
-- name that they had then.
CREATE TABLE catalog.comment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('DATASET_VERSION', 'RUN', 'MODEL_VERSION', 'JOB', 'ENDPOINT')),
  subject_id uuid NOT NULL,
  text text NOT NULL,
  mentions jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_by_kind text NOT NULL,
  created_by_id uuid,
  author_person_id uuid,
  edited_at timestamptz,
  deleted_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CHECK (deleted_at IS NULL OR (text = '' AND mentions = '[]'))
);
CREATE INDEX comment_of_subject ON catalog.comment (tenant_id, subject_kind, subject_id, id);
CREATE INDEX comment_of_person ON catalog.comment (tenant_id, author_person_id) WHERE author_person_id IS NOT NULL;
CREATE INDEX comment_deleted ON catalog.comment (tenant_id, deleted_at) WHERE deleted_at IS NOT NULL;
SELECT tenancy.isolate('catalog.comment', 'SELECT, INSERT, UPDATE, DELETE');
