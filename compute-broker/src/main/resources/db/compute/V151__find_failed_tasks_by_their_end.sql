-- How many tasks of a project failed of late: rules of alerts ask each minute.
CREATE INDEX failed_task_by_end ON compute.job (tenant_id, project_id, ended_at) WHERE kind = 'TASK' AND status IN ('FAILED', 'TIMED_OUT');
