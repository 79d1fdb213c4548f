package io.keelson.api.graphql.budget;

import static io.keelson.api.graphql.GraphTypes.BUDGET;
import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.budget.ProjectBudgets;
import io.keelson.api.catalog.project.Projects;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.budget.BudgetTypes.*;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.billing.budget.Budgets;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** What may be spent, and how it goes. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class BudgetApi {
  private final CallContext call;
  private final ProjectBudgets budgets;
  private final Projects projects;

  BudgetApi(CallContext call, ProjectBudgets budgets, Projects projects) {
    this.call = call;
    this.budgets = budgets;
    this.projects = projects;
  }

  @Query
  @Requires(Permission.COST_READ)
  @NonNull
  @Description("Those that the caller may read the cost of, the tenant's own first; at most 1,000.")
  public List<@NonNull BudgetType> budgets() {
    return budgets.list(call.principal()).stream().map(BudgetType::new).toList();
  }

  @Description("The project; null for the whole tenant's budget, and without PROJECT_READ.")
  public List<ProjectType> project(@Source List<BudgetType> sources) {
    Map<UUID, ProjectType> found = new HashMap<>();
    projects
        .byIds(
            call.principal(),
            GraphTypes.distinct(sources, source -> source.status().budget().projectId()))
        .forEach((id, project) -> found.put(id, new ProjectType(project)));
    return GraphTypes.join(sources, source -> source.status().budget().projectId(), found);
  }

  @Mutation("setBudget")
  @Requires(Permission.BUDGET_WRITE)
  @NonNull
  @Description("Makes a budget, or changes the one that there is for the project and period.")
  public BudgetType setBudget(@NonNull @Description("The budget.") SetBudget input) {
    return new BudgetType(
        budgets.set(
            call.caller(),
            new Budgets.SetBudget(
                GraphTypes.optional("input.projectId", PROJECT, input.projectId()),
                input.period(),
                input.amount(),
                input.expectedVersion())));
  }

  @Mutation
  @Requires(Permission.BUDGET_WRITE)
  @NonNull
  @Description("Removes a budget; what was spent stays in the ledger.")
  public BudgetType removeBudget(
      @Id @NonNull @Description("The budget.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new BudgetType(
        budgets.remove(call.caller(), GlobalId.decode("id", BUDGET, id), expectedVersion));
  }
}
