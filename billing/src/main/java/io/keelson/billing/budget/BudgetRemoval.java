package io.keelson.billing.budget;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Budgets of a project; what was spent stays on the ledger. */
@ApplicationScoped
public class BudgetRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("billing.budget_exceeded", "budget_id", "billing.budget"),
          ProjectRows.of("billing.budget"));

  @Override
  public Turn turn() {
    return Turn.MONEY;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
