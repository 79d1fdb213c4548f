-- Since when a process has been heard of without a gap, by the database's time: only then it may judge that others are silent.
SET LOCAL lock_timeout = '20s';
ALTER TABLE compute.holder ADD COLUMN beating_since timestamptz NOT NULL DEFAULT statement_timestamp();
