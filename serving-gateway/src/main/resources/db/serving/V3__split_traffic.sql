-- How a revision's share was asked for, and the endpoint's version in which it last came to have all of the traffic: a
-- rollback goes by that, and no clock of any process decides which revision served before.
ALTER TABLE serving.revision
  ADD COLUMN requested_weight int CHECK (requested_weight BETWEEN 0 AND 100),
  ADD COLUMN all_traffic_version int;

-- Until now a revision had all of it as soon as it was ready, and the younger one was the later one. An endpoint's version
-- has risen with each of its revisions, so that those to come are greater.
DO $$
DECLARE
  changed bigint;
  expected bigint;
BEGIN
  SELECT count(*) INTO expected FROM serving.revision WHERE ready_at IS NOT NULL;
  UPDATE serving.revision SET all_traffic_version = number WHERE ready_at IS NOT NULL;
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> expected THEN
    RAISE EXCEPTION 'of % revisions that have served, % got the version since when', expected, changed;
  END IF;
END $$;
