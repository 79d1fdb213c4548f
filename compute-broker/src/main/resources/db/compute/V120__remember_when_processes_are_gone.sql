-- From then on a lease keeps an account and a folder, but no processor and no memory.
ALTER TABLE compute.lease ADD COLUMN gone_at timestamptz;
-- The queue reads it in place of the job's end.
REVOKE SELECT (ended_at) ON compute.job FROM keelson_system;
GRANT SELECT (releasing_at, gone_at) ON compute.lease TO keelson_system;
