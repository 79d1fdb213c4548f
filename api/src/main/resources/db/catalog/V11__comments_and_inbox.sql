-- What people say about things, and what each of them is told.

-- What people say of a thing in a project, in CommonMark as they wrote it. Whom it mentions is kept with it, under the
-- name that they had then.
CREATE TABLE catalog.comment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('DATASET_VERSION', 'RUN', 'MODEL_VERSION', 'JOB', 'ENDPOINT')),
  subject_id uuid NOT NULL,
  -- What is said of a job goes with it: the jobs of ended replicas are removed after a while, and nobody reaches it
  -- then.
  job_id uuid GENERATED ALWAYS AS (CASE WHEN subject_kind = 'JOB' THEN subject_id END) STORED,
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
  CONSTRAINT comment_goes_with_its_job FOREIGN KEY (tenant_id, job_id) REFERENCES compute.job (tenant_id, id) ON DELETE CASCADE,
  CHECK (deleted_at IS NULL OR (text = '' AND mentions = '[]'))
);
CREATE INDEX comment_of_subject ON catalog.comment (tenant_id, subject_kind, subject_id, id);
CREATE INDEX comment_of_person ON catalog.comment (tenant_id, author_person_id) WHERE author_person_id IS NOT NULL;
CREATE INDEX comment_deleted ON catalog.comment (tenant_id, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX comment_of_job ON catalog.comment (tenant_id, job_id) WHERE job_id IS NOT NULL;
-- How many comments an author has written in the last minute is counted before each.
CREATE INDEX comment_by_author ON catalog.comment (tenant_id, (coalesce(author_person_id, created_by_id)), created_at);
SELECT tenancy.isolate('catalog.comment', 'SELECT, INSERT, UPDATE, DELETE');

-- What somebody is told of one thing: the latest of it. Its place rises with each new event, which also brings back what
-- was done, unless the thread is muted.
CREATE TABLE catalog.inbox_thread (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  place uuid NOT NULL,
  project_id uuid NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  reason text NOT NULL
    CHECK (reason IN ('APPROVAL_ASKED', 'DECISION_ASKED', 'ALERT', 'MENTION', 'REPLY', 'FAILURE_OF_MINE', 'END_OF_MINE')),
  text text NOT NULL,
  by_actor text NOT NULL,
  by_actor_kind text NOT NULL,
  by_actor_id uuid,
  at timestamptz NOT NULL,
  is_unread boolean NOT NULL DEFAULT true,
  is_done boolean NOT NULL DEFAULT false,
  is_muted boolean NOT NULL DEFAULT false,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES catalog.project (tenant_id, id),
  CONSTRAINT inbox_thread_of_thing UNIQUE (tenant_id, person_id, subject_kind, subject_id)
);
CREATE INDEX inbox_thread_open ON catalog.inbox_thread (tenant_id, person_id, place) WHERE NOT is_done;
CREATE INDEX inbox_thread_over ON catalog.inbox_thread (tenant_id, at);
-- Done threads are read page by page like those to do, which inbox_thread_open is for.
CREATE INDEX inbox_thread_done ON catalog.inbox_thread (tenant_id, person_id, place) WHERE is_done;
SELECT tenancy.isolate('catalog.inbox_thread', 'SELECT, INSERT, UPDATE, DELETE');
