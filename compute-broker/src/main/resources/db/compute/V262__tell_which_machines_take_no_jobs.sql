-- Why a process gives its machine's room to no job at the moment, such as for want of disk; null while it does.
SET LOCAL lock_timeout = '20s';
ALTER TABLE compute.holder
  ADD COLUMN shortage text
  CONSTRAINT holder_shortage_is_short CHECK (length(shortage) BETWEEN 1 AND 200);
