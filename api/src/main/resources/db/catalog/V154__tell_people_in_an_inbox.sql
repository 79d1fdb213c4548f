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
  reason text NOT NULL CHECK (reason IN ('APPROVAL_ASKED', 'DECISION_ASKED', 'ALERT', 'MENTION', 'REPLY', 'FAILURE_OF_MINE')),
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
SELECT tenancy.isolate('catalog.inbox_thread', 'SELECT, INSERT, UPDATE, DELETE');
