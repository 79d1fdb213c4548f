-- The newest tasks of a tenant in each state: replicas, which are jobs as well, are not in it.
CREATE INDEX task_by_status ON compute.job (tenant_id, status, id DESC) WHERE kind = 'TASK';
