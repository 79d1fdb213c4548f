package io.keelson.billing.usage;

import io.keelson.billing.price.Price;
import io.keelson.billing.price.PriceBook;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The append-only record of what was used and what it cost. A line is written once, with the price
 * that was in force when its interval began, and is never changed: what was wrong is taken back by
 * a further line.
 */
@ApplicationScoped
public class UsageLedger {
  public static final int MAX_PAGE_LINES = 1_000;
  private static final int MAX_REASON_CHARACTERS = 200;

  private static final String APPEND =
      """
      INSERT INTO billing.usage_event
        (tenant_id, id, meter, quantity, unit, project_id, resource, source_id, from_at, to_at,
         labels, unit_price, currency, amount, corrects_id, recorded_at)
      VALUES
        ($1, $2, $3, $4::numeric, $5, $6, $7, $8, $9, $10,
         $11, $12::numeric, $13, $4::numeric * $12::numeric, $14, $15)
      ON CONFLICT (tenant_id, id) DO NOTHING
      """;

  private final TenantDatabase database;
  private final PriceBook prices;
  private final InstantSource clock;

  public UsageLedger(TenantDatabase database, PriceBook prices, InstantSource clock) {
    this.database = database;
    this.prices = prices;
    this.clock = clock;
  }

  /**
   * Writes the event's line for the transaction's tenant, priced as of {@code event.from()}. To be
   * called in the transaction that ends the metered interval.
   *
   * @return false when the line was there already; it stays as it is
   * @throws io.keelson.tenancy.failure.Unavailable when no price is in force
   */
  public boolean record(Transaction tx, UsageEvent event) {
    Price price = prices.inForce(tx, event.meter(), event.resource(), event.from());
    int added =
        tx.update(
            APPEND,
            tx.tenantId(),
            event.id(),
            event.meter().meterName(),
            event.quantity(),
            event.meter().unit(),
            event.projectId(),
            event.resource(),
            event.sourceId(),
            event.from(),
            event.to(),
            json(event.labels()),
            price.unitPrice().amount(),
            price.unitPrice().currency(),
            null,
            now());
    return added == 1;
  }

  /**
   * Of these meters the first that has no price for the resource now: what would be used could not
   * be recorded.
   */
  public Optional<Meter> unpriced(Transaction tx, List<Meter> meters, String resource) {
    OffsetDateTime now = now();
    return meters.stream()
        .filter(meter -> prices.find(tx, meter, resource, now).isEmpty())
        .findFirst();
  }

  /**
   * Takes a part of a line, or all of it, back by a further line with the negative quantity at the
   * same price, interval and labels.
   *
   * @param correctionId the same for the same correction: written once
   * @param takenBack above 0, in the line's unit; with what was taken back before, at most the
   *     line's quantity
   * @param reason 1 to 200 characters; kept as the label {@code reason}
   * @return false when this correction was there already
   * @throws NotFound when the tenant has no such line
   * @throws Invalid when the line is itself a correction or has less left
   */
  public boolean correct(
      Transaction tx, UUID correctionId, UUID lineId, BigDecimal takenBack, String reason) {
    Input.present("correctionId", correctionId);
    BigDecimal quantity = UsageEvent.checkedQuantity("takenBack", takenBack);
    Input.text("reason", Input.label("reason", reason), MAX_REASON_CHARACTERS);
    // Corrections of one line queue up, so that two together cannot take back more than there is.
    tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "usage/" + lineId);
    LedgerLine line = find(tx, lineId).orElseThrow(() -> new NotFound("ledger line"));
    if (find(tx, correctionId).isPresent()) {
      return false;
    }
    if (line.correctsId() != null) {
      throw new Invalid("lineId", lineId, "a line that is not a correction itself");
    }
    BigDecimal left = left(tx, line);
    if (quantity.signum() == 0 || quantity.compareTo(left) > 0) {
      String bound = "above 0, at most the " + left.toPlainString() + " that are left";
      throw new Invalid("takenBack", takenBack, bound);
    }
    return append(tx, correctionId, line, quantity.negate(), reason);
  }

  private boolean append(
      Transaction tx, UUID correctionId, LedgerLine line, BigDecimal quantity, String reason) {
    int added =
        tx.update(
            APPEND,
            tx.tenantId(),
            correctionId,
            line.meter().meterName(),
            quantity,
            line.unit(),
            line.projectId(),
            line.resource(),
            line.sourceId(),
            line.from(),
            line.to(),
            json(line.labels()).put("reason", reason),
            line.unitPrice().amount(),
            line.unitPrice().currency(),
            line.id(),
            now());
    return added == 1;
  }

  private static BigDecimal left(Transaction tx, LedgerLine line) {
    Row row =
        tx.one(
                """
                SELECT coalesce(sum(quantity), 0) AS corrected
                FROM billing.usage_event
                WHERE tenant_id = $1
                  AND corrects_id = $2
                """,
                tx.tenantId(),
                line.id())
            .orElseThrow();
    return line.quantity().add(row.getBigDecimal("corrected"));
  }

  /** The line, if the transaction's tenant has it. */
  public Optional<LedgerLine> find(Transaction tx, UUID lineId) {
    String sql =
        "SELECT "
            + LedgerLine.COLUMNS
            + " FROM billing.usage_event WHERE tenant_id = $1 AND id = $2";
    return tx.one(sql, tx.tenantId(), lineId).map(LedgerLine::of);
  }

  /**
   * Lines, newest beginning first.
   *
   * @param limit 1 to 1,000
   * @param after the last line of the page before, or null for the first page
   */
  public List<LedgerLine> page(
      UUID tenantId, UsageScope scope, Period period, int limit, LedgerCursor after) {
    Input.range("first", limit, 1, MAX_PAGE_LINES);
    ScopeFilter filter = new ScopeFilter(tenantId, scope, Input.present("period", period));
    if (after != null) {
      filter.and("(from_at, id) < (%s, %s)", after.from(), after.id());
    }
    String sql =
        """
        SELECT %s
        FROM billing.usage_event
        WHERE %s
        ORDER BY from_at DESC, id DESC
        LIMIT %s
        """
            .formatted(LedgerLine.COLUMNS, filter.sql(), filter.param(limit));
    List<LedgerLine> lines = new ArrayList<>();
    database.read(tenantId, sql, filter.params()).forEach(row -> lines.add(LedgerLine.of(row)));
    return lines;
  }

  private static JsonObject json(Map<String, String> labels) {
    JsonObject json = new JsonObject();
    labels.forEach(json::put);
    return json;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
