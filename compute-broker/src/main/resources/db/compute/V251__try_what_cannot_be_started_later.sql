-- What could not be started, by no fault of its own, is tried again from then on, and says why it waits.
SET LOCAL lock_timeout = '20s';
ALTER TABLE compute.queue_entry
  ADD COLUMN not_before timestamptz,
  ADD COLUMN waits_for text;
