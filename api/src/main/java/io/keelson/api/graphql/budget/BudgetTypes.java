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
  @Description(
      "What a project, or the whole tenant, should cost at most in a period; nothing stops when it is spent.")
  public record BudgetType(@Ignore BudgetStatus status) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.BUDGET, status.budget().id());
    }

    @Id
    @Description("The project; null for the whole tenant's budget.")
    public String getProjectId() {
      return GraphTypes.id(GraphTypes.PROJECT, status.budget().projectId());
    }

    @NonNull
    @Description("How long it lasts before the next one begins.")
    public BudgetPeriod getPeriod() {
      return status.budget().period();
    }

    @NonNull
    @Description("What may be spent in each period.")
    public MoneyType getAmount() {
      return MoneyType.of(status.budget().amount());
    }

    @NonNull
    @Description("When the period that counts now began.")
    public OffsetDateTime getFrom() {
      return status.period().from();
    }

    @NonNull
    @Description("When the period that counts now ends.")
    public OffsetDateTime getTo() {
      return status.period().to();
    }

    @NonNull
    @Description("What was spent in the period so far.")
    public MoneyType getSpent() {
      return MoneyType.of(status.spent());
    }

    @NonNull
    @Description("What the period will cost if it goes on as in the last seven days.")
    public MoneyType getForecast() {
      return MoneyType.of(status.forecast());
    }

    @NonNull
    @Description("Who made it, or changed it last.")
    public ActorType getSetBy() {
      return ActorType.of(status.budget().setBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return status.budget().version();
    }
  }

  @Description("What may be spent.")
  public record SetBudget(
      @Id @Description("The project; left out for the whole tenant.") String projectId,
      @NonNull @Description("How long a period lasts.") BudgetPeriod period,
      @NonNull
          @Description(
              "In each period, in euros: more than 0, at most 10^12, with at most two decimal places.")
          BigDecimal amount,
      @Description("Null where there is none yet for this project and period.")
          Integer expectedVersion) {}
}
