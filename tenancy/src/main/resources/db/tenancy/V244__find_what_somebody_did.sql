-- The audit log by who did it, by what was tried, and what came to nothing.
CREATE INDEX audit_entry_by_actor ON tenancy.audit_entry (tenant_id, actor_id, at, id);
CREATE INDEX audit_entry_by_action ON tenancy.audit_entry (tenant_id, action, at, id);
CREATE INDEX audit_entry_by_outcome ON tenancy.audit_entry (tenant_id, outcome, at, id) WHERE outcome <> 'DONE';
