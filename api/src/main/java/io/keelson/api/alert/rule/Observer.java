package io.keelson.api.alert.rule;

import io.keelson.billing.budget.BudgetPast;
import io.keelson.billing.budget.BudgetStatus;
import io.keelson.billing.budget.Budgets;
import io.keelson.compute.job.FailedTasks;
import io.keelson.serving.metering.Traffic;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Looks at what rules are about. */
@ApplicationScoped
public class Observer {
  private static final int MAX_FAILURES = 10_000;
  private static final String NO_BUDGET = "the project has no budget";
  private static final String NOBODY_ASKED = "nobody asked";
  private final Traffic traffic;
  private final FailedTasks failures;
  private final Budgets budgets;
  private final WatchedWindows windows;

  public Observer(Traffic traffic, FailedTasks failures, Budgets budgets, WatchedWindows windows) {
    this.windows = windows;
    this.traffic = traffic;
    this.failures = failures;
    this.budgets = budgets;
  }

  /**
   * What is seen now. Requests are counted up to the last minute that all gateways have written.
   */
  Observation look(UUID tenantId, UUID projectId, AlertRule.Condition condition, Instant now) {
    return switch (condition.kind()) {
      case ENDPOINT_LATENCY, ENDPOINT_ERRORS -> {
        OffsetDateTime to = Traffic.lastCompleteMinute(now).plusMinutes(1);
        yield traffic
            .read(tenantId, condition.endpointId(), to.minus(condition.window()), to, 1)
            .stream()
            .findFirst()
            .map(bucket -> seen(condition.kind(), bucket))
            .orElseGet(() -> Observation.none(NOBODY_ASKED));
      }
      case DRIFT, QUALITY -> windows.look(tenantId, condition, now);
      case JOB_FAILURE -> {
        OffsetDateTime to = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
        int failed =
            failures.count(tenantId, projectId, to.minus(condition.window()), to, MAX_FAILURES);
        yield Observation.of(failed, new JsonObject().put("failed", failed));
      }
      case BUDGET -> budget(tenantId, projectId);
    };
  }

  private static Observation seen(AlertRuleKind kind, Traffic.Bucket bucket) {
    JsonObject evidence =
        new JsonObject()
            .put("from", bucket.at().toString())
            .put("requests", bucket.requests())
            .put("errors", bucket.errors())
            .put("p95Ms", bucket.p95Ms());
    if (bucket.requests() == 0) {
      return Observation.none(NOBODY_ASKED, evidence);
    }
    if (kind == AlertRuleKind.ENDPOINT_LATENCY && bucket.p95Ms() == null) {
      return Observation.none("no latency was measured", evidence);
    }
    return Observation.of(
        kind == AlertRuleKind.ENDPOINT_LATENCY
            ? bucket.p95Ms()
            : (double) bucket.errors() / bucket.requests(),
        evidence);
  }

  private Observation budget(UUID tenantId, UUID projectId) {
    Optional<BudgetStatus> most =
        budgets.list(tenantId, Set.of(projectId)).stream()
            .max(Comparator.comparingDouble(Observer::share));
    return most.map(
            status ->
                Observation.of(
                    share(status),
                    new JsonObject()
                        .put("period", status.budget().period().name())
                        .put("from", status.period().from().toString())
                        .put("amount", status.budget().amount().amount().toPlainString())
                        .put("spent", status.spent().amount().toPlainString())
                        .put("currency", status.spent().currency())))
        .orElseGet(() -> Observation.none(NO_BUDGET));
  }

  private static double share(BudgetStatus status) {
    return status
        .spent()
        .amount()
        .divide(status.budget().amount().amount(), MathContext.DECIMAL64)
        .doubleValue();
  }

  /** What was seen at one time before. */
  record Past(Instant at, Observation seen) {}

  /**
   * What would have been seen at the end of each window of a period, one after the other, by what
   * is stored now. Of a budget that is the ledger, hour by hour, held against its amount of today.
   *
   * @param period a whole number of windows
   */
  List<Past> history(
      UUID tenantId, UUID projectId, AlertRule.Condition condition, Duration period, Instant now) {
    return switch (condition.kind()) {
      case ENDPOINT_LATENCY, ENDPOINT_ERRORS ->
          ofTraffic(tenantId, condition, Traffic.lastCompleteMinute(now).plusMinutes(1), period);
      case DRIFT, QUALITY -> windows.history(tenantId, condition, period, now);
      case JOB_FAILURE ->
          ofFailures(
              tenantId,
              projectId,
              condition,
              OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
              period);
      case BUDGET -> ofBudget(tenantId, projectId, condition, period, now);
    };
  }

  private List<Past> ofBudget(
      UUID tenantId, UUID projectId, AlertRule.Condition condition, Duration period, Instant now) {
    List<BudgetPast> found = budgets.past(tenantId, projectId, now.minus(period), now);
    List<Past> past = new ArrayList<>();
    for (Instant at = now.minus(period).plus(condition.window());
        !at.isAfter(now);
        at = at.plus(condition.window())) {
      Instant then = at;
      past.add(
          new Past(
              at,
              found.stream()
                  .map(budget -> budget.share(then))
                  .max(Double::compare)
                  .map(share -> Observation.of(share, new JsonObject()))
                  .orElseGet(() -> Observation.none(NO_BUDGET))));
    }
    return past;
  }

  private List<Past> ofTraffic(
      UUID tenantId, AlertRule.Condition condition, OffsetDateTime end, Duration period) {
    Duration page = condition.window().multipliedBy(Traffic.MAX_BUCKETS);
    List<Past> past = new ArrayList<>();
    OffsetDateTime from = end.minus(period);
    while (from.isBefore(end)) {
      OffsetDateTime to = from.plus(page).isBefore(end) ? from.plus(page) : end;
      int windows = (int) Duration.between(from, to).dividedBy(condition.window());
      var buckets = traffic.read(tenantId, condition.endpointId(), from, to, windows).iterator();
      Traffic.Bucket next = buckets.hasNext() ? buckets.next() : null;
      for (OffsetDateTime at = from; at.isBefore(to); at = at.plus(condition.window())) {
        Instant ends = at.plus(condition.window()).toInstant();
        if (next != null && next.at().isEqual(at)) {
          past.add(new Past(ends, seen(condition.kind(), next)));
          next = buckets.hasNext() ? buckets.next() : null;
        } else {
          past.add(new Past(ends, Observation.none(NOBODY_ASKED)));
        }
      }
      from = to;
    }
    return past;
  }

  private List<Past> ofFailures(
      UUID tenantId,
      UUID projectId,
      AlertRule.Condition condition,
      OffsetDateTime end,
      Duration period) {
    OffsetDateTime from = end.minus(period);
    int windows = (int) period.dividedBy(condition.window());
    int[] counts =
        failures.counts(tenantId, projectId, from, condition.window(), windows, MAX_FAILURES);
    List<Past> past = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      Instant at = from.plus(condition.window().multipliedBy(i + 1L)).toInstant();
      past.add(new Past(at, Observation.of(counts[i], new JsonObject().put("failed", counts[i]))));
    }
    return past;
  }
}
