-- Budgets, and when they were exceeded.

-- What a project, or the tenant as a whole, means to spend at most in a week or month. A removed one stays as history.
-- Budgets go with their project; what was spent stays on the ledger.
CREATE TABLE billing.budget (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid,
  period text NOT NULL CHECK (period IN ('WEEK', 'MONTH')),
  amount numeric NOT NULL CHECK (amount > 0 AND scale(amount) <= 2),
  currency text NOT NULL CHECK (currency = 'EUR'),
  set_by text NOT NULL,
  set_by_kind text NOT NULL DEFAULT 'PLATFORM'
    CHECK (set_by_kind IN ('PERSON', 'API_KEY', 'SERVICE_ACCOUNT', 'JOB', 'PLATFORM', 'OPERATOR')),
  set_by_id uuid,
  set_at timestamptz NOT NULL,
  removed_at timestamptz,
  next_check_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX budget_taken ON billing.budget (tenant_id, project_id, period) NULLS NOT DISTINCT WHERE removed_at IS NULL;
CREATE INDEX budget_due ON billing.budget (next_check_at) WHERE removed_at IS NULL;
SELECT tenancy.isolate('billing.budget', 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenancy.open_to_system('billing.budget', 'SELECT (tenant_id, id, removed_at, next_check_at)');

-- Written once for a budget and period; the id is made of both.
CREATE TABLE billing.budget_exceeded (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  budget_id uuid NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  amount numeric NOT NULL,
  spent numeric NOT NULL,
  noticed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, budget_id) REFERENCES billing.budget (tenant_id, id),
  CONSTRAINT exceeded_is_more CHECK (spent > amount)
);
CREATE INDEX budget_exceeded_by_budget ON billing.budget_exceeded (tenant_id, budget_id);
SELECT tenancy.isolate('billing.budget_exceeded', 'SELECT, INSERT, DELETE');
