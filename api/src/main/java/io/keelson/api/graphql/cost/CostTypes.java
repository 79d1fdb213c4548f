package io.keelson.api.graphql.cost;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.billing.cost.CostLine;
import io.keelson.billing.money.Money;
import io.keelson.billing.usage.LedgerLine;
import io.keelson.billing.usage.Period;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.billing.usage.UsageScope;
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

  /** Whoever makes one has authorised its scope: its lines are read from the same. */
  @Name("CostReport")
  public record CostReportType(
      @NonNull MoneyType total, @Ignore UsageScope scope, @Ignore Period period) {}

  @Name("CostLine")
  public record CostLineType(
      @Id String projectId,
      String resource,
      @NonNull String meter,
      String day,
      @NonNull BigDecimal quantity,
      @NonNull String unit,
      @NonNull MoneyType unitPrice,
      @NonNull MoneyType amount,
      @Id String jobId,
      @Id String runId,
      @Id String endpointId) {
    static CostLineType of(CostLine line) {
      return new CostLineType(
          GraphTypes.id(GraphTypes.PROJECT, line.projectId()),
          line.resource(),
          line.meter().meterName(),
          line.day() == null ? null : line.day().toString(),
          line.quantity(),
          line.unit(),
          MoneyType.of(line.unitPrice()),
          MoneyType.of(line.amount()),
          label(GraphTypes.JOB, line.jobId()),
          label(GraphTypes.RUN, line.runId()),
          label(GraphTypes.ENDPOINT, line.endpointId()));
    }
  }

  /** A label of the ledger as the id of what it names; null where it names nothing of ours. */
  private static String label(String type, String value) {
    try {
      return value == null ? null : GraphTypes.id(type, UUID.fromString(value));
    } catch (IllegalArgumentException noId) {
      return null;
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
      @NonNull MoneyType amount,
      @Id String jobId,
      @Id String runId,
      @Id String endpointId) {
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
          MoneyType.of(line.amount()),
          label(GraphTypes.JOB, line.labels().get(UsageLabels.JOB)),
          label(GraphTypes.RUN, line.labels().get(UsageLabels.RUN)),
          label(GraphTypes.ENDPOINT, line.labels().get(UsageLabels.ENDPOINT)));
    }
  }

  @Name("UsageEventEdge")
  public record UsageEventEdge(@NonNull UsageEventType node, @NonNull String cursor) {}

  @Name("UsageEventConnection")
  public record UsageEventConnection(
      @NonNull List<@NonNull UsageEventEdge> edges, @NonNull PageInfo pageInfo) {}
}
