package io.keelson.billing.budget;

import io.keelson.billing.money.Money;
import io.keelson.tenancy.access.Actor;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What may be spent in each period; more is told, not refused.
 *
 * @param projectId null for the whole tenant
 * @param removedAt null while it counts
 */
public record Budget(
    UUID id,
    UUID projectId,
    BudgetPeriod period,
    Money amount,
    Actor setBy,
    OffsetDateTime setAt,
    OffsetDateTime removedAt,
    int version) {
  static final String COLUMNS =
      "id, project_id, period, amount, currency, set_by, set_by_kind, set_by_id, set_at, removed_at, version";

  static Budget of(Row row) {
    return new Budget(
        row.getUUID("id"),
        row.getUUID("project_id"),
        BudgetPeriod.valueOf(row.getString("period")),
        new Money(row.getBigDecimal("amount"), row.getString("currency")),
        Actor.of(row, "set_by"),
        row.getOffsetDateTime("set_at"),
        row.getOffsetDateTime("removed_at"),
        row.getInteger("version"));
  }
}
