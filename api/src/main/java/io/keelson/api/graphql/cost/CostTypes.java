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
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Money and what it was for, as the API shows it. */
public final class CostTypes {
  private CostTypes() {}

  @Name("Money")
  @Description("An amount of money.")
  public record MoneyType(
      @NonNull @Description("In units of the currency, not rounded.") BigDecimal amount,
      @NonNull @Description("ISO 4217, such as EUR.") String currency) {
    public static MoneyType of(Money money) {
      return new MoneyType(money.amount(), money.currency());
    }
  }

  @Input("PeriodInput")
  @Description("A stretch of time: the use that began in it.")
  public record PeriodSpec(
      @NonNull @Description("When it begins, included.") OffsetDateTime from,
      @NonNull @Description("When it ends, not included; after from, at most 732 days.")
          OffsetDateTime to) {
    public Period checked() {
      return new Period(from, to);
    }
  }

  /**
   * Whoever makes one has authorised its scope: its lines are read from the same.
   *
   * @param period null for all time
   */
  @Name("CostReport")
  @Description("What was used in a period, and what it cost.")
  public record CostReportType(
      @NonNull @Description("What all of it cost.") MoneyType total,
      @Ignore UsageScope scope,
      @Ignore Period period) {}

  @Name("CostLine")
  @Description("What one kind of use cost, told apart by what the report was asked to tell apart.")
  public record CostLineType(
      @Id @Description("The project; null unless the report is by PROJECT.") String projectId,
      @Description(
              "What it was used on; null for nothing in particular, and unless the report is by RESOURCE.")
          String resource,
      @NonNull @Description("What was measured, such as job.cpu_seconds.") String meter,
      @Description(
              "The UTC day, such as 2026-01-31, on which the use began; null unless the report is by DAY.")
          String day,
      @NonNull @Description("How much was used, in the unit.") BigDecimal quantity,
      @NonNull @Description("What the quantity counts, such as cpu-second.") String unit,
      @NonNull @Description("What one unit cost.") MoneyType unitPrice,
      @NonNull @Description("Quantity times unit price, not rounded.") MoneyType amount,
      @Id @Description("The job; null for none, and unless the report is by JOB.") String jobId,
      @Id @Description("The run; null for none, and unless the report is by RUN.") String runId,
      @Id @Description("The endpoint; null for none, and unless the report is by ENDPOINT.")
          String endpointId) {
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
  @Description("A line of the ledger, which is never changed: a correction is a line of its own.")
  public record UsageEventType(
      @Id @NonNull @Description("The line's own id; no node.") String id,
      @NonNull @Description("What was measured, such as job.cpu_seconds.") String meter,
      @NonNull @Description("How much was used, in the unit.") BigDecimal quantity,
      @NonNull @Description("What the quantity counts, such as cpu-second.") String unit,
      @NonNull @Description("When the use began.") OffsetDateTime from,
      @NonNull @Description("When the use ended.") OffsetDateTime to,
      @Id @NonNull @Description("The project that it is billed to.") String projectId,
      @Description("What it was used on; null for nothing in particular.") String resource,
      @NonNull @Description("What was measured: the id of a lease, an endpoint or a store.")
          String source,
      @NonNull @Description("What one unit cost.") MoneyType unitPrice,
      @NonNull @Description("Quantity times unit price, not rounded.") MoneyType amount,
      @Id @Description("The job; null for none.") String jobId,
      @Id @Description("The run; null for none.") String runId,
      @Id @Description("The endpoint; null for none.") String endpointId) {
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
  @Description("A line of the ledger in a page.")
  public record UsageEventEdge(
      @NonNull @Description("The line.") UsageEventType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("UsageEventConnection")
  @Description("A page of lines of the ledger.")
  public record UsageEventConnection(
      @NonNull @Description("The lines with their cursors.") List<@NonNull UsageEventEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {}
}
