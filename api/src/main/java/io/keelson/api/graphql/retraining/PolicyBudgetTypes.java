package io.keelson.api.graphql.retraining;

import io.keelson.api.graphql.budget.BudgetTypes.BudgetType;
import io.keelson.api.graphql.cost.CostTypes.MoneyType;
import io.keelson.api.retraining.run.PolicyBudget;
import io.keelson.billing.money.Money;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** What policies cost, as the API shows it. */
public final class PolicyBudgetTypes {
  private PolicyBudgetTypes() {}

  @Name("RetrainingBudget")
  @Description("What a policy's next run is expected to cost, and what is left for it.")
  public record PolicyBudgetType(@Ignore PolicyBudget policyBudget) {
    @NonNull
    @Description("What the last run that was scored cost; without one, the most that a run may.")
    public MoneyType getEstimate() {
      return money(policyBudget.estimate());
    }

    @NonNull
    @Description(
        "Whether a run may cost that, and what is left of every budget that counts for it is no less; also of those that the caller may not read.")
    public Boolean getCovered() {
      return policyBudget.covered();
    }

    @Description(
        "Of the budgets of its project and of the whole tenant that the caller may read, the one that leaves the least; null where there is none.")
    public BudgetType getBudget() {
      return policyBudget.budget() == null ? null : new BudgetType(policyBudget.budget());
    }

    @NonNull
    @Description(
        "What runs that go on are expected to cost still, of all policies that count for the budget; of those in the project where there is none.")
    public MoneyType getHeld() {
      return money(policyBudget.held());
    }

    @Description(
        "What is left of the budget, less what was spent and what is held; below 0 where it is exceeded, and null where there is none.")
    public MoneyType getLeft() {
      return policyBudget.left() == null ? null : money(policyBudget.left());
    }

    @NonNull
    @Description("When the budget's period began; where there is none, the breaker's period ago.")
    public OffsetDateTime getSince() {
      return policyBudget.since();
    }

    @NonNull
    @Description("How many of its runs that were triggered since then had a job, at most 300.")
    public Integer getRuns() {
      return policyBudget.runs();
    }

    @NonNull
    @Description("What the jobs of these have cost so far.")
    public MoneyType getCost() {
      return money(policyBudget.cost());
    }

    private static MoneyType money(BigDecimal amount) {
      return MoneyType.of(Money.euros(amount));
    }
  }
}
