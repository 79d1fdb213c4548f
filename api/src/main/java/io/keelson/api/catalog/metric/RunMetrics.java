package io.keelson.api.catalog.metric;

import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunWrites;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.experiment.Tag;
import io.keelson.api.catalog.experiment.Tags;
import io.keelson.api.catalog.metric.BatchSummary.Measured;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.quota.MetricPoints;
import io.keelson.tenancy.refusal.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Measurements of runs: logged in batches, read thinned out, followed as they come. */
@ApplicationScoped
public class RunMetrics {
  public static final int MAX_METRICS_PER_CALL = 1_000;

  /** Years that a timestamp of the database and of JSON both can say. */
  private static final int FIRST_YEAR = 1970;

  private static final int LAST_YEAR = 9999;

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Runs runs;
  private final RunWrites writes;
  private final MetricPoints points;
  private final Refusals refusals;
  private final InstantSource clock;

  public RunMetrics(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      Runs runs,
      RunWrites writes,
      MetricPoints points,
      Refusals refusals,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.runs = runs;
    this.writes = writes;
    this.points = points;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * @param metrics at most 1,000; null for none
   * @param params at most 100; null for none
   * @param tags at most 100; null for none
   */
  public record LogBatch(UUID runId, List<MetricPoint> metrics, List<Tag> params, List<Tag> tags) {}

  /**
   * Logs all of the batch or nothing, in the order given; the audit log tells of a caller's first
   * one to a run. A run that has ended takes more: evaluations come later.
   *
   * @throws Invalid for a key, value or size
   * @throws NotFound when there is no run that the caller may know of, or it is not the job's own
   * @throws Forbidden without RUN_WRITE in its project
   * @throws Conflict for a parameter that has another value, or when the caller's job has lost its
   *     lease
   * @throws QuotaExceeded when the tenant has logged as many points in this minute as it may
   */
  public Run logBatch(Caller caller, LogBatch input) {
    Input.present("input.runId", input.runId());
    List<Measured> batch = checked(input.metrics());
    List<Tag> params = Tags.checked("input.params", input.params());
    List<Tag> tags = Tags.checked("input.tags", input.tags());
    AtomicBoolean isUsed = new AtomicBoolean();
    boolean isAllowed = mayLog(caller.principal(), input.runId());
    // Whoever may not write takes no points from those who may.
    MetricPoints.Taken taken = take(caller.principal(), isAllowed ? batch.size() : 0);
    try {
      mutations.run(
          caller,
          "logBatch",
          input,
          tx -> {
            Run run = writes.require(tx, caller.principal(), input.runId());
            if (!isAllowed) {
              throw new Conflict("what the caller may do has changed while this ran");
            }
            writes.addParams(tx, run.id(), params);
            writes.setTags(tx, run.id(), tags);
            MetricWriter.write(tx, run.id(), batch);
            writes.signal(tx, run.id());
            tx.afterCommit(() -> isUsed.set(true));
            return new Changed(
                "run",
                run.id(),
                run.projectId(),
                Map.of("metrics", batch.size(), "params", params.size(), "tags", tags.size()),
                writes.isFirstOf(tx, caller.principal(), run.id()));
          });
    } catch (Unavailable perhapsWritten) {
      isUsed.set(true);
      throw perhapsWritten;
    } finally {
      if (!isUsed.get()) {
        taken.giveBack();
      }
    }
    return runs.written(caller.principal(), input.runId());
  }

  private MetricPoints.Taken take(Principal principal, int number) {
    try {
      return points.take(principal.tenantId(), number);
    } catch (QuotaExceeded full) {
      refusals.count(principal, full);
      throw full;
    }
  }

  /** As the transaction will ask again, which the audit log hears of. */
  private boolean mayLog(Principal principal, UUID runId) {
    try {
      UUID projectId =
          reads.one(
              principal,
              "run",
              row -> row.getUUID("project_id"),
              "SELECT project_id FROM catalog.run WHERE tenant_id = $1 AND id = $2",
              runId);
      writes.authorize(principal, runId, projectId);
      return true;
    } catch (NotFound | Forbidden refused) {
      return false;
    }
  }

  private List<Measured> checked(List<MetricPoint> metrics) {
    if (metrics == null) {
      return List.of();
    }
    Input.size("input.metrics", metrics, 0, MAX_METRICS_PER_CALL);
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<Measured> batch = new ArrayList<>(metrics.size());
    for (int i = 0; i < metrics.size(); i++) {
      String at = "input.metrics[" + i + "]";
      MetricPoint point = Input.present(at, metrics.get(i));
      Input.key(at + ".key", point.key());
      OffsetDateTime time = point.at() == null ? now : point.at();
      if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
        throw new Invalid(at + ".at", time, "a year from " + FIRST_YEAR + " to " + LAST_YEAR);
      }
      batch.add(
          new Measured(point.key(), point.value(), point.step() == null ? 0 : point.step(), time));
    }
    return batch;
  }

  /** The latest measurement of each key, by run, sorted by key; at most 1,000 runs. */
  public Map<UUID, List<LatestMetric>> latest(Principal principal, Collection<UUID> runIds) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "run_id",
        row ->
            new LatestMetric(
                row.getString("key"),
                finite(row.getDouble("latest_value")),
                row.getLong("latest_step"),
                row.getOffsetDateTime("latest_at"),
                row.getDouble("min_value"),
                row.getDouble("max_value")),
        """
        SELECT s.run_id, s.key, s.latest_value, s.latest_step, s.latest_at, s.min_value, s.max_value
        FROM catalog.metric_series s
        JOIN catalog.run r ON r.tenant_id = s.tenant_id AND r.id = s.run_id
        WHERE s.tenant_id = $1 AND s.run_id = ANY ($2) AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))
        ORDER BY s.run_id, s.key
        """,
        runIds.toArray(UUID[]::new),
        access.visible(principal, Permission.RUN_READ));
  }

  /** The metric that says most of each run that logged one, by run; at most 1,000 runs. */
  public Map<UUID, LeadingMetric> leading(Principal principal, Collection<UUID> runIds) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    return LeadingMetricQuery.run(
        reads,
        principal,
        runIds.toArray(UUID[]::new),
        access.visible(principal, Permission.RUN_READ));
  }

  /**
   * The metrics of a run, each thinned out to at most so many buckets of equal width over the range
   * that all of them span; in the order asked for, an unknown key without points.
   *
   * @param keys 1 to 50
   * @param buckets 1 to 2,000
   * @throws NotFound when there is no run that the caller may know of
   */
  public List<Series> series(
      Principal principal, UUID runId, List<String> keys, int buckets, SeriesAxis axis) {
    Input.size("keys", keys, 1, SeriesQuery.MAX_KEYS);
    keys.forEach(key -> Input.key("keys", key));
    Input.range("buckets", buckets, 1, SeriesQuery.MAX_BUCKETS);
    Input.present("x", axis);
    runs.get(principal, runId);
    return SeriesQuery.run(reads, principal, runId, keys, buckets, axis);
  }

  /**
   * What was logged to the run, in the order of its batches.
   *
   * @param keys null or empty for all
   * @param cursor of the last one seen; null for all there is
   * @param limit 1 to 1,000
   */
  public List<LoggedMetric> after(
      Principal principal, UUID runId, Set<String> keys, String cursor, int limit) {
    runs.get(principal, runId);
    return after(principal.tenantId(), runId, keys, cursor, limit);
  }

  /** The topic that wakes whoever follows the run's measurements. */
  public static String topic(UUID runId) {
    return RunWrites.topic(runId);
  }

  /** The order in which {@link #after} finds cursors; null is the beginning. */
  public static int inOrder(String oneCursor, String otherCursor) {
    return MetricCursor.parse("after", oneCursor)
        .compareTo(MetricCursor.parse("after", otherCursor));
  }

  /** The same with nobody's rights: for whoever asks about those themselves. */
  public List<LoggedMetric> after(
      UUID tenantId, UUID runId, Set<String> keys, String cursor, int limit) {
    Input.range("limit", limit, 1, MAX_METRICS_PER_CALL);
    MetricCursor from = MetricCursor.parse("after", cursor);
    return reads.list(
        tenantId,
        row ->
            new LoggedMetric(
                row.getString("key"),
                finite(row.getDouble("value")),
                row.getLong("step"),
                row.getOffsetDateTime("at"),
                new MetricCursor(row.getInteger("batch"), row.getShort("ordinal")).text()),
        """
        SELECT s.key, m.value, m.step, m.at, m.batch, m.ordinal
        FROM catalog.metric_series s
        CROSS JOIN LATERAL (
          SELECT value, step, at, batch, ordinal
          FROM catalog.metric
          WHERE tenant_id = s.tenant_id
            AND series_id = s.id
            AND batch >= $4
            AND (batch, ordinal::int) > ($4, $5)
          ORDER BY batch, ordinal
          LIMIT $6
        ) AS m
        WHERE s.tenant_id = $1
          AND s.run_id = $2
          AND ($3::text[] IS NULL OR s.key = ANY ($3))
          AND s.last_batch >= $4
        ORDER BY m.batch, m.ordinal
        LIMIT $6
        """,
        runId,
        keys == null || keys.isEmpty() ? null : keys.toArray(String[]::new),
        from.batch(),
        from.ordinal(),
        limit);
  }

  static Double finite(Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }
}
