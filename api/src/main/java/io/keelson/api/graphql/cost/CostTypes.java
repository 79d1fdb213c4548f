package io.keelson.api.graphql.cost;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.billing.cost.CostLine;
import io.keelson.billing.money.Money;
import io.keelson.billing.usage.LedgerLine;
import io.keelson.billing.usage.Period;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Money and what it was for, as the API shows it. */
public final class CostTypes {
  private CostTypes() {}

  @Name("Money")
  public record MoneyType(@NonNull BigDecimal amount, @NonNull String currency) {
    public static MoneyType of(Money money) {
      return new MoneyType(money.amount(), money.currency());
    }
  }

  @Input("PeriodInput")
  public record PeriodSpec(@NonNull OffsetDateTime from, @NonNull OffsetDateTime to) {
    public Period checked() {
      return new Period(from, to);
    }
  }

  @Name("CostReport")
  public record CostReportType(
      @NonNull MoneyType total, @Ignore UUID projectId, @Ignore Period period) {}

  @Name("CostLine")
  public record CostLineType(
      @Id String projectId,
      String resource,
      @NonNull String meter,
      String day,
      @NonNull BigDecimal quantity,
      @NonNull String unit,
      @NonNull MoneyType unitPrice,
      @NonNull MoneyType amount) {
    static CostLineType of(CostLine line) {
      return new CostLineType(
          GraphTypes.id(GraphTypes.PROJECT, line.projectId()),
          line.resource(),
          line.meter().meterName(),
          line.day() == null ? null : line.day().toString(),
          line.quantity(),
          line.unit(),
          MoneyType.of(line.unitPrice()),
          MoneyType.of(line.amount()));
    }
  }

  @Name("UsageEvent")
  public record UsageEventType(
      @Id @NonNull String id,
      @NonNull String meter,
      @NonNull BigDecimal quantity,
      @NonNull String unit,
      @NonNull OffsetDateTime from,
      @NonNull OffsetDateTime to,
      @Id @NonNull String projectId,
      String resource,
      @NonNull String source,
      @NonNull MoneyType unitPrice,
      @NonNull MoneyType amount) {
    static UsageEventType of(LedgerLine line) {
      return new UsageEventType(
          line.id().toString(),
          line.meter().meterName(),
          line.quantity(),
          line.unit(),
          line.from(),
          line.to(),
          GraphTypes.id(GraphTypes.PROJECT, line.projectId()),
          line.resource(),
          line.sourceId().toString(),
          MoneyType.of(line.unitPrice()),
          MoneyType.of(line.amount()));
    }
  }

  @Name("UsageEventEdge")
  public record UsageEventEdge(@NonNull UsageEventType node, @NonNull String cursor) {}

  @Name("UsageEventConnection")
  public record UsageEventConnection(
      @NonNull List<@NonNull UsageEventEdge> edges, @NonNull PageInfo pageInfo) {}
}
