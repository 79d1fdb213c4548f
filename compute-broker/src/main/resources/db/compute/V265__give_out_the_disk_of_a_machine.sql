-- What a machine keeps of its disk for a lease, in bytes: null of those that are older than this; and what it has to give
-- at the moment, as a process of it has last seen it: null of one that has not looked.
SET LOCAL lock_timeout = '20s';
ALTER TABLE compute.lease
  ADD COLUMN disk_bytes bigint,
  ADD CONSTRAINT lease_disk_not_negative CHECK (disk_bytes >= 0);
ALTER TABLE compute.holder ADD COLUMN disk_bytes bigint;
GRANT SELECT (disk_bytes) ON compute.lease TO keelson_system;
