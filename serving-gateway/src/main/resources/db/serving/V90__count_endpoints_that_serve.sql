CREATE INDEX revision_live ON serving.revision (tenant_id, endpoint_id) WHERE status IN ('PENDING', 'LOADING', 'READY');
