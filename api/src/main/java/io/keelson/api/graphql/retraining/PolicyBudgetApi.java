package io.keelson.api.graphql.retraining;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.retraining.PolicyBudgetTypes.PolicyBudgetType;
import io.keelson.api.graphql.retraining.RetrainingTypes.RetrainingPolicyType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.retraining.run.PolicyBudgets;
import io.keelson.tenancy.failure.Input;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Source;

/** What is left for policies' runs. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class PolicyBudgetApi {
  /** Each sums what was spent in periods of budgets. */
  private static final int MAX_POLICIES = 10;

  private final CallContext call;
  private final PolicyBudgets budgets;

  PolicyBudgetApi(CallContext call, PolicyBudgets budgets) {
    this.call = call;
    this.budgets = budgets;
  }

  @Description(
      "What its next run is expected to cost, what is left for it, and what its runs have cost; null without COST_READ in its project. Of at most 10 policies in one operation.")
  public List<PolicyBudgetType> budget(@Source List<RetrainingPolicyType> sources) {
    Input.size("retraining policies with their budget", sources, 0, MAX_POLICIES);
    return sources.stream()
        .map(
            source ->
                budgets
                    .of(call.principal(), source.policy())
                    .map(PolicyBudgetType::new)
                    .orElse(null))
        .toList();
  }
}
