package io.keelson.billing.usage;

import io.keelson.billing.money.Money;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One line of the ledger as it was written; it never changes.
 *
 * @param quantity in {@code unit}s; below zero on a correction
 * @param amount quantity × unit price, unrounded
 * @param correctsId the line that this one takes something back from, or null
 */
public record LedgerLine(
    UUID id,
    Meter meter,
    BigDecimal quantity,
    String unit,
    UUID projectId,
    String resource,
    UUID sourceId,
    OffsetDateTime from,
    OffsetDateTime to,
    Map<String, String> labels,
    Money unitPrice,
    Money amount,
    UUID correctsId,
    OffsetDateTime recordedAt) {

  static final String COLUMNS =
      """
      id, meter, quantity, unit, project_id, resource, source_id, from_at, to_at, labels,
        unit_price, currency, amount, corrects_id, recorded_at""";

  public Optional<UUID> corrects() {
    return Optional.ofNullable(correctsId);
  }

  /** Where the next page goes on. */
  public LedgerCursor cursor() {
    return new LedgerCursor(from, id);
  }

  static LedgerLine of(Row row) {
    String currency = row.getString("currency");
    return new LedgerLine(
        row.getUUID("id"),
        Meter.named(row.getString("meter")),
        row.getBigDecimal("quantity"),
        row.getString("unit"),
        row.getUUID("project_id"),
        row.getString("resource"),
        row.getUUID("source_id"),
        row.getOffsetDateTime("from_at"),
        row.getOffsetDateTime("to_at"),
        labels(row.getJsonObject("labels")),
        new Money(row.getBigDecimal("unit_price"), currency),
        new Money(row.getBigDecimal("amount"), currency),
        row.getUUID("corrects_id"),
        row.getOffsetDateTime("recorded_at"));
  }

  private static Map<String, String> labels(JsonObject json) {
    Map<String, String> labels = new TreeMap<>();
    json.forEach(entry -> labels.put(entry.getKey(), String.valueOf(entry.getValue())));
    return labels;
  }
}
