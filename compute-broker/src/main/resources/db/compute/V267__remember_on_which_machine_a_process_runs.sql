-- Which running system a process belongs to, whatever its data folder calls the machine: two that go by one name are told apart by it.
-- Null for a process that has left, and for one of a release before.
SET LOCAL lock_timeout = '20s';
ALTER TABLE compute.holder
  ADD COLUMN machine text
  CONSTRAINT holder_machine_is_short CHECK (length(machine) BETWEEN 1 AND 100);
