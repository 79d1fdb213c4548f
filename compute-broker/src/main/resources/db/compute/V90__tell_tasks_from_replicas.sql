-- Of a tenant's leases, those of tasks count as its running jobs.
GRANT SELECT (kind) ON compute.lease TO keelson_system;
