package io.keelson.api.budget;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.billing.budget.Budget;
import io.keelson.billing.budget.BudgetStatus;
import io.keelson.billing.budget.Budgets;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Budgets as callers set them: of a project for those who may there, of the whole tenant for those
 * who may everywhere. A budget's answer says what was spent, so changing one needs COST_READ too.
 */
@ApplicationScoped
public class ProjectBudgets {
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final ProjectAccess access;
  private final Budgets budgets;

  ProjectBudgets(
      Mutations mutations, Authorizer authorizer, ProjectAccess access, Budgets budgets) {
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.access = access;
    this.budgets = budgets;
  }

  /**
   * @throws Invalid for a period or amount
   * @throws NotFound for a project that the caller may not know of
   * @throws io.keelson.tenancy.failure.Forbidden without BUDGET_WRITE and COST_READ there
   * @throws Conflict when it is not there in the version that was expected
   */
  public BudgetStatus set(Caller caller, Budgets.SetBudget input) {
    Principal principal = caller.principal();
    UUID id =
        mutations.run(
            caller,
            "setBudget",
            input,
            tx -> {
              requireIn(tx, principal, input.projectId());
              UUID set = budgets.set(tx, input, principal.actor());
              return new Changed(
                  "budget",
                  set,
                  input.projectId(),
                  Map.of(
                      "period", input.period().name(), "amount", input.amount().toPlainString()));
            });
    return status(principal, id);
  }

  private void requireIn(Transaction tx, Principal principal, UUID projectId) {
    for (Permission permission : List.of(Permission.BUDGET_WRITE, Permission.COST_READ)) {
      if (projectId == null) {
        authorizer.require(principal, permission, null);
      } else {
        access.requireIn(tx, principal, permission, projectId);
      }
    }
  }

  /**
   * @return the budget as it was removed
   * @throws NotFound for one that the caller may not know of
   * @throws Conflict when it has changed since
   */
  public BudgetStatus remove(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Removal(UUID id, int expectedVersion) {}
    Principal principal = caller.principal();
    mutations.run(
        caller,
        "removeBudget",
        new Removal(id, expectedVersion),
        tx -> {
          Budget budget = seen(principal, budgets.get(tx, id));
          authorizer.require(principal, Permission.BUDGET_WRITE, budget.projectId());
          budgets.remove(tx, id, expectedVersion);
          return new Changed(
              "budget", id, budget.projectId(), Map.of("period", budget.period().name()));
        });
    return status(principal, id);
  }

  private BudgetStatus status(Principal principal, UUID id) {
    return budgets.status(principal.tenantId(), budgets.get(principal.tenantId(), id));
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public BudgetStatus get(Principal principal, UUID id) {
    Budget budget = seen(principal, budgets.get(principal.tenantId(), id));
    if (budget.removedAt() != null) {
      throw new NotFound("budget");
    }
    return budgets.status(principal.tenantId(), budget);
  }

  private static Budget seen(Principal principal, Budget budget) {
    if (!principal.may(Permission.COST_READ, budget.projectId())) {
      throw new NotFound("budget");
    }
    return budget;
  }

  /** Those whose costs the caller may read. */
  public List<BudgetStatus> list(Principal principal) {
    return budgets.list(
        principal.tenantId(), authorizer.projectsWith(principal, Permission.COST_READ));
  }
}
