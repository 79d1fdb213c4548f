-- Budgets go with their project; what was spent stays on the ledger.
SET LOCAL lock_timeout = '20s';
GRANT DELETE ON billing.budget, billing.budget_exceeded TO keelson_app;
CREATE INDEX budget_exceeded_by_budget ON billing.budget_exceeded (tenant_id, budget_id);
