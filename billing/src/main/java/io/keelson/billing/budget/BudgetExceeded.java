package io.keelson.billing.budget;

import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Period;
import io.keelson.tenancy.database.Ids;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * More was spent in a period than its budget; told once for each budget and period, as an event of
 * the budget.
 *
 * @param id the same for the same budget and period
 * @param projectId null for the whole tenant
 * @param spent what the ledger said when it was noticed
 */
public record BudgetExceeded(
    UUID id,
    UUID budgetId,
    UUID projectId,
    BudgetPeriod length,
    Period period,
    Money amount,
    Money spent) {
  public static final String TYPE = "BudgetExceeded";

  static BudgetExceeded of(Budget budget, Period period, Money spent) {
    return new BudgetExceeded(
        Ids.fromName("budget-exceeded", budget.id(), period.from().toInstant()),
        budget.id(),
        budget.projectId(),
        budget.period(),
        period,
        budget.amount(),
        spent);
  }

  /** As the payload of an event; amounts are strings, so that no reader rounds them. */
  public JsonObject json() {
    return new JsonObject()
        .put("id", id.toString())
        .put("budgetId", budgetId.toString())
        .put("projectId", projectId == null ? null : projectId.toString())
        .put("period", length.name())
        .put("from", period.from().toInstant().toString())
        .put("to", period.to().toInstant().toString())
        .put("amount", amount.amount().toPlainString())
        .put("spent", spent.amount().toPlainString())
        .put("currency", amount.currency());
  }

  /** What {@link #json} says. */
  public static BudgetExceeded of(JsonObject json) {
    String project = json.getString("projectId");
    String currency = json.getString("currency");
    return new BudgetExceeded(
        UUID.fromString(json.getString("id")),
        UUID.fromString(json.getString("budgetId")),
        project == null ? null : UUID.fromString(project),
        BudgetPeriod.valueOf(json.getString("period")),
        new Period(at(json.getString("from")), at(json.getString("to"))),
        new Money(new BigDecimal(json.getString("amount")), currency),
        new Money(new BigDecimal(json.getString("spent")), currency));
  }

  private static OffsetDateTime at(String instant) {
    return OffsetDateTime.parse(instant).withOffsetSameInstant(ZoneOffset.UTC);
  }
}
