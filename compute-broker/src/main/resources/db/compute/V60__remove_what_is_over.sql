-- What goes some time after it is over: logs, leases, and the jobs of replicas, which nobody submitted. Tasks stay.
CREATE INDEX log_chunk_by_age ON compute.log_chunk (tenant_id, created_at);
CREATE INDEX lease_by_end ON compute.lease (tenant_id, released_at) WHERE status = 'RELEASED';
CREATE INDEX ended_service_by_end ON compute.job (tenant_id, ended_at) WHERE kind = 'SERVICE';
GRANT DELETE ON compute.log_chunk, compute.lease, compute.job TO keelson_app;
