package io.keelson.billing.cost;

import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.Period;
import io.keelson.billing.usage.ScopeFilter;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.billing.usage.UsageScope;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What usage has cost. All sums are exact sums of the ledger's unrounded amounts, made by the
 * database, so that any way of cutting them adds up to the same total.
 */
@ApplicationScoped
public class Costs {
  public static final int MAX_LINES = 10_000;
  public static final int MAX_LABEL_VALUES = 1_000;

  private static final String TOTAL =
      "SELECT coalesce(sum(amount), 0) AS amount FROM billing.usage_event WHERE ";

  private final TenantDatabase database;

  public Costs(TenantDatabase database) {
    this.database = database;
  }

  /**
   * @param period null for all time, which only a narrow scope (a run, a job) should ask for
   */
  public Money total(UUID tenantId, UsageScope scope, Period period) {
    ScopeFilter filter = new ScopeFilter(tenantId, scope, period);
    Row row = database.read(tenantId, TOTAL + filter.sql(), filter.params()).iterator().next();
    return Money.euros(row.getBigDecimal("amount"));
  }

  /** {@link #total} as a transaction sees it. */
  public static Money total(Transaction tx, UsageScope scope, Period period) {
    ScopeFilter filter = new ScopeFilter(tx.tenantId(), scope, period);
    return Money.euros(
        tx.one(TOTAL + filter.sql(), filter.params()).orElseThrow().getBigDecimal("amount"));
  }

  /** What each project has cost; one without usage is left out. They add up to the total. */
  public Map<UUID, Money> totalsByProject(UUID tenantId, UsageScope scope, Period period) {
    ScopeFilter filter = new ScopeFilter(tenantId, scope, Input.present("period", period));
    String sql =
        "SELECT project_id, sum(amount) AS amount FROM billing.usage_event WHERE "
            + filter.sql()
            + " GROUP BY project_id";
    Map<UUID, Money> totals = new HashMap<>();
    database
        .read(tenantId, sql, filter.params())
        .forEach(
            row -> totals.put(row.getUUID("project_id"), Money.euros(row.getBigDecimal("amount"))));
    return totals;
  }

  /** What was used in each hour of a period, by the hour's first moment; none of zero. */
  public NavigableMap<Instant, Money> byHour(UUID tenantId, UsageScope scope, Period period) {
    ScopeFilter filter = new ScopeFilter(tenantId, scope, Input.present("period", period));
    NavigableMap<Instant, Money> hours = new TreeMap<>();
    database
        .read(
            tenantId,
            """
            SELECT date_bin('1 hour', from_at, timestamptz 'epoch') AS hour, sum(amount) AS amount
            FROM billing.usage_event
            WHERE %s
            GROUP BY 1
            """
                .formatted(filter.sql()),
            filter.params())
        .forEach(
            row ->
                hours.put(
                    row.getOffsetDateTime("hour").toInstant(),
                    Money.euros(row.getBigDecimal("amount"))));
    return hours;
  }

  /**
   * Total and lines from one statement, so that they are of one moment. Lines come in the order of
   * their dimensions, then by meter and unit price.
   *
   * @param period null for all time, which only the scope of a label (a run, a job) may ask for
   * @throws Invalid naming {@code by} when there would be more than 10,000 lines
   */
  public CostReport report(UUID tenantId, UsageScope scope, Period period, Set<CostDimension> by) {
    if (!(scope instanceof UsageScope.Labelled)) {
      Input.present("period", period);
    }
    EnumSet<CostDimension> dimensions = EnumSet.noneOf(CostDimension.class);
    dimensions.addAll(Input.present("by", by));
    dimensions.remove(CostDimension.METER);
    ScopeFilter filter = new ScopeFilter(tenantId, scope, period);
    String sql = reportSql(filter, dimensions);
    Money total = Money.ZERO;
    List<CostLine> lines = new ArrayList<>();
    for (Row row : database.read(tenantId, sql, filter.params())) {
      if (row.getInteger("is_total") == 1) {
        BigDecimal amount = row.getBigDecimal("amount");
        total = amount == null ? Money.ZERO : Money.euros(amount);
      } else {
        lines.add(line(row, dimensions));
      }
    }
    if (lines.size() > MAX_LINES) {
      throw new Invalid("by", by, "dimensions and a period of at most " + MAX_LINES + " lines");
    }
    return new CostReport(total, lines);
  }

  /** Lines and total are two grouping sets of one pass over the ledger. */
  private static String reportSql(ScopeFilter filter, Set<CostDimension> dimensions) {
    StringBuilder select = new StringBuilder();
    StringBuilder group = new StringBuilder();
    for (CostDimension dimension : dimensions) {
      select.append("%s AS %s, ".formatted(dimension.sql(), dimension.column()));
      group.append(dimension.column()).append(", ");
    }
    return """
        SELECT %2$s
          meter, unit, unit_price, currency,
          sum(quantity) AS quantity, sum(amount) AS amount, GROUPING(meter) AS is_total
        FROM (
          SELECT %1$s meter, unit, unit_price, currency, quantity, amount
          FROM billing.usage_event
          WHERE %3$s
        ) AS line
        GROUP BY GROUPING SETS ((%2$s meter, unit, unit_price, currency), ())
        ORDER BY is_total DESC, %2$s meter, unit_price
        LIMIT %4$s
        """
        .formatted(select, group, filter.sql(), filter.param(MAX_LINES + 2));
  }

  /**
   * What each of these runs, jobs or endpoints has cost in all its time, in one statement.
   *
   * @param label one of {@link UsageLabels}
   * @param values at most 1,000
   * @return an amount for each value, zero for one without usage
   */
  public Map<String, Money> totalsByLabel(UUID tenantId, String label, Collection<String> values) {
    Input.size("values", values, 0, MAX_LABEL_VALUES);
    return byValue(
        values, database.read(tenantId, byLabel(label), tenantId, values.toArray(String[]::new)));
  }

  /** {@link #totalsByLabel(UUID, String, Collection)} as a transaction sees it. */
  public static Map<String, Money> totalsByLabel(
      Transaction tx, String label, Collection<String> values) {
    Input.size("values", values, 0, MAX_LABEL_VALUES);
    return byValue(values, tx.query(byLabel(label), tx.tenantId(), values.toArray(String[]::new)));
  }

  private static String byLabel(String label) {
    return """
        SELECT %1$s AS value, sum(amount) AS amount
        FROM billing.usage_event
        WHERE tenant_id = $1
          AND %1$s = ANY ($2)
        GROUP BY 1
        """
        .formatted(dimensionOf(label).sql());
  }

  private static Map<String, Money> byValue(Collection<String> values, Iterable<Row> rows) {
    Map<String, Money> totals = new HashMap<>();
    values.forEach(value -> totals.put(value, Money.ZERO));
    rows.forEach(
        row -> totals.put(row.getString("value"), Money.euros(row.getBigDecimal("amount"))));
    return totals;
  }

  private static CostDimension dimensionOf(String label) {
    return switch (label) {
      case UsageLabels.RUN -> CostDimension.RUN;
      case UsageLabels.JOB -> CostDimension.JOB;
      case UsageLabels.ENDPOINT -> CostDimension.ENDPOINT;
      default -> throw new Invalid("label", label, "runId, jobId or endpointId");
    };
  }

  private static CostLine line(Row row, Set<CostDimension> by) {
    String currency = row.getString("currency");
    return new CostLine(
        by.contains(CostDimension.PROJECT) ? row.getUUID("by_project") : null,
        text(row, by, CostDimension.RESOURCE),
        by.contains(CostDimension.DAY) ? row.getLocalDate("by_day") : null,
        text(row, by, CostDimension.RUN),
        text(row, by, CostDimension.ENDPOINT),
        text(row, by, CostDimension.JOB),
        Meter.named(row.getString("meter")),
        row.getBigDecimal("quantity"),
        row.getString("unit"),
        new Money(row.getBigDecimal("unit_price"), currency),
        new Money(row.getBigDecimal("amount"), currency));
  }

  private static String text(Row row, Set<CostDimension> by, CostDimension dimension) {
    return by.contains(dimension) ? row.getString(dimension.column()) : null;
  }
}
