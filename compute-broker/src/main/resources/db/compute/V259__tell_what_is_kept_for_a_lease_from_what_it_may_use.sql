-- What a machine keeps of its processors for a lease, in thousandths; null where that is all that the lease may use.
SET LOCAL lock_timeout = '20s';
ALTER TABLE compute.lease
  ADD COLUMN request_cpu_millis int,
  ADD CONSTRAINT lease_request_within_limit CHECK (request_cpu_millis BETWEEN 1 AND cpu_millis);
GRANT SELECT (request_cpu_millis) ON compute.lease TO keelson_system;
