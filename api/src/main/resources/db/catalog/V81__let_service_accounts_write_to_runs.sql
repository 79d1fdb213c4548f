-- The same check as that of every table that keeps an actor. On a database that was there before service accounts it has been mended.
ALTER TABLE catalog.run_writer DROP CONSTRAINT run_writer_actor_kind_check;
ALTER TABLE catalog.run_writer
  ADD CONSTRAINT run_writer_actor_kind_check CHECK (actor_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR'));
