package io.keelson.api.graphql.budget;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.cost.CostTypes.MoneyType;
import io.keelson.billing.budget.BudgetPeriod;
import io.keelson.billing.budget.BudgetStatus;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Budgets as the API shows them. */
public final class BudgetTypes {
  private BudgetTypes() {}

  @Name("Budget")
  public record BudgetType(@Ignore BudgetStatus status) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.BUDGET, status.budget().id());
    }

    @NonNull
    public BudgetPeriod getPeriod() {
      return status.budget().period();
    }

    @NonNull
    public MoneyType getAmount() {
      return MoneyType.of(status.budget().amount());
    }

    @NonNull
    public OffsetDateTime getFrom() {
      return status.period().from();
    }

    @NonNull
    public OffsetDateTime getTo() {
      return status.period().to();
    }

    @NonNull
    public MoneyType getSpent() {
      return MoneyType.of(status.spent());
    }

    @NonNull
    @Description("What the period will cost if it goes on as in the last seven days.")
    public MoneyType getForecast() {
      return MoneyType.of(status.forecast());
    }

    /** Who made it, or changed it last. */
    @NonNull
    public ActorType getSetBy() {
      return ActorType.of(status.budget().setBy());
    }

    @NonNull
    public Integer getVersion() {
      return status.budget().version();
    }
  }

  public record SetBudget(
      @Id String projectId,
      @NonNull BudgetPeriod period,
      @NonNull BigDecimal amount,
      @Description("Null where there is none yet for this project and period.")
          Integer expectedVersion) {}
}
