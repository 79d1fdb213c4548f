package io.keelson.api.catalog.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.experiment.RunWrites;
import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.experiment.Tag;
import io.keelson.api.catalog.experiment.Tags;
import io.keelson.api.catalog.metric.RunMetrics.LogBatch;
import io.keelson.api.testing.TenantPlans;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunMetricsIT {
  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();
  private final UUID experimentId = catalog.experiment(projectId);
  private final UUID runId = run();

  @AfterEach
  void close() {
    catalog.close();
  }

  private UUID run() {
    return catalog
        .runs
        .create(catalog.caller, new NewRun(experimentId, null, null, null, null, null))
        .id();
  }

  private static MetricPoint point(String key, double value, long step) {
    return new MetricPoint(key, value, step, null);
  }

  private void log(MetricPoint... points) {
    catalog.metrics.logBatch(catalog.caller, new LogBatch(runId, List.of(points), null, null));
  }

  private LatestMetric latest(String key) {
    return catalog.metrics.latest(catalog.engineer, List.of(runId)).get(runId).stream()
        .filter(metric -> metric.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLatestValueAndTheExtremesAreAtHand() {
    log(point("loss", 3, 1), point("loss", 1, 2), point("acc", 0.5, 2));
    log(point("loss", 2, 3));
    log(point("loss", 9, 0));

    assertThat(latest("loss")).isEqualTo(new LatestMetric("loss", 2.0, 3, catalog.now(), 1.0, 9.0));
    assertThat(latest("acc").value()).isEqualTo(0.5);
  }

  /** A table that nobody has analysed yet is planned as if it were empty. */
  @Test
  void thePictureOfAYoungSeriesReadsNothingOnceForEachPoint() throws SQLException {
    int points = 300;
    log(
        IntStream.range(0, points)
            .mapToObj(step -> point("loss", step, step))
            .toArray(MetricPoint[]::new));

    for (SeriesAxis axis : SeriesAxis.values()) {
      List<String> plan = seriesPlan(axis);
      assertThat(plan).anyMatch(line -> line.contains("on points") && line.contains("loops=1)"));
      assertThat(plan)
          .noneMatch(line -> line.contains("on points") && line.contains("loops=" + points));
    }
  }

  private List<String> seriesPlan(SeriesAxis axis) throws SQLException {
    return new TenantPlans(catalog.testDatabase(), catalog.tenantId)
        .forArguments(
            new TenantPlans.Prepared(
                "(uuid, uuid, text[], int)",
                SeriesQuery.sql(axis),
                "'%s', '%s', '{loss}', 100".formatted(catalog.tenantId, runId)));
  }

  @Test
  void valuesThatAreNotFiniteAreKeptAndShownAsNone() {
    log(point("loss", 1, 1), point("loss", Double.NaN, 2));
    assertThat(latest("loss").value()).isNull();
    assertThat(latest("loss").min()).isEqualTo(1.0);
    log(
        point("loss", Double.NEGATIVE_INFINITY, 3),
        point("loss", Double.MAX_VALUE, 4),
        point("loss", 4.9e-324, 5));

    List<Series.Point> points =
        catalog
            .metrics
            .series(catalog.engineer, runId, List.of("loss"), 1, SeriesAxis.STEP)
            .getFirst()
            .points();

    assertThat(latest("loss").max()).isEqualTo(Double.MAX_VALUE);
    assertThat(points).hasSize(1);
    assertThat(points.getFirst().min()).isEqualTo(4.9e-324);
    assertThat(points.getFirst().max()).isEqualTo(Double.MAX_VALUE);
    assertThat(points.getFirst().mean()).as("too large to be summed").isNull();
    assertThat(points.getFirst().last()).isEqualTo(4.9e-324);
    assertThat(catalog.metrics.after(catalog.engineer, runId, null, null, 10))
        .extracting(LoggedMetric::value)
        .containsExactly(1.0, null, null, Double.MAX_VALUE, 4.9e-324);
  }

  @Test
  void parametersStayWhatTheyAreAndTagsDoNot() {
    log(List.of(new Tag("lr", "0.1")), List.of(new Tag("note", "a")));
    log(List.of(new Tag("lr", "0.1"), new Tag("seed", "1")), List.of(new Tag("note", "b")));

    assertThatThrownBy(() -> log(List.of(new Tag("new", "x"), new Tag("lr", "0.2")), null))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("lr is \"0.1\"");
    assertThat(catalog.details.params(catalog.engineer, List.of(runId)).get(runId))
        .containsExactly(new Tag("lr", "0.1"), new Tag("seed", "1"));
    assertThat(catalog.details.tags(catalog.engineer, List.of(runId)).get(runId))
        .containsExactly(new Tag("note", "b"));
  }

  @Test
  void aRunTakesAThousandParametersAndAThousandTags() {
    for (int batch = 0; batch < Tags.MAX_PER_RUN / Tags.MAX_PER_CALL; batch++) {
      log(hundred(batch), hundred(batch));
    }

    assertThatThrownBy(() -> log(List.of(new Tag("more", "x")), null))
        .isInstanceOf(QuotaExceeded.class);
    assertThatThrownBy(() -> log(null, List.of(new Tag("more", "x"))))
        .isInstanceOf(QuotaExceeded.class);
    log(List.of(new Tag("0/0", "v")), List.of(new Tag("0/0", "another")));
    assertThat(catalog.details.params(catalog.engineer, List.of(runId)).get(runId))
        .hasSize(Tags.MAX_PER_RUN);
    assertThat(catalog.details.tags(catalog.engineer, List.of(runId)).get(runId))
        .hasSize(Tags.MAX_PER_RUN)
        .contains(new Tag("0/0", "another"));
  }

  private static List<Tag> hundred(int batch) {
    return IntStream.range(0, Tags.MAX_PER_CALL)
        .mapToObj(i -> new Tag(batch + "/" + i, "v"))
        .toList();
  }

  private void log(List<Tag> params, List<Tag> tags) {
    catalog.metrics.logBatch(catalog.caller, new LogBatch(runId, null, params, tags));
  }

  @Test
  void aFollowerIsWokenAndMissesNothing() {
    AtomicInteger woken = new AtomicInteger();
    try (var following =
        catalog.signals.follow(catalog.tenantId, RunWrites.topic(runId), woken::incrementAndGet)) {
      log(point("a", 1, 1), point("b", 2, 1));
      log(point("a", 3, 2));
      assertThat(following).isNotNull();
    }
    List<LoggedMetric> first = catalog.metrics.after(catalog.engineer, runId, null, null, 2);
    List<LoggedMetric> rest =
        catalog.metrics.after(catalog.engineer, runId, Set.of(), first.getLast().cursor(), 10);

    assertThat(woken).hasValue(2);
    assertThat(first).extracting(LoggedMetric::value).containsExactly(1.0, 2.0);
    assertThat(rest).extracting(LoggedMetric::value).containsExactly(3.0);
    assertThat(catalog.metrics.after(catalog.engineer, runId, Set.of("b"), null, 10)).hasSize(1);
    assertThat(catalog.metrics.after(catalog.engineer, runId, null, rest.getLast().cursor(), 10))
        .isEmpty();
  }

  @Test
  void batchesAtTheSameMomentAreAllSeenByAFollower() throws Exception {
    Set<Double> seen = Collections.synchronizedSet(new java.util.TreeSet<>());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        int number = writer;
        writers.add(
            () -> {
              for (int i = 0; i < 25; i++) {
                log(
                    point("k" + number, number * 1_000 + i, i),
                    point("shared", number * 1_000 + i + 0.5, i));
              }
              return null;
            });
      }
      var following =
          threads.submit(
              () -> {
                String cursor = null;
                while (seen.size() < 200 && !Thread.interrupted()) {
                  for (LoggedMetric metric :
                      catalog.metrics.after(catalog.engineer, runId, null, cursor, 7)) {
                    seen.add(metric.value());
                    cursor = metric.cursor();
                  }
                }
                return null;
              });
      for (var done : threads.invokeAll(writers)) {
        done.get();
      }
      following.get(60, java.util.concurrent.TimeUnit.SECONDS);
    }
    assertThat(seen).hasSize(200);
  }

  @Test
  void aSeriesIsThinnedOutAsByHand() {
    Random random = new Random(42);
    List<MetricPoint> points = new ArrayList<>();
    for (int step = 0; step < 1_000; step++) {
      points.add(point("loss", random.nextGaussian(), step));
    }
    catalog.metrics.logBatch(catalog.caller, new LogBatch(runId, points, null, null));

    List<Series> series =
        catalog.metrics.series(
            catalog.engineer, runId, List.of("loss", "unknown"), 7, SeriesAxis.STEP);

    assertThat(series).extracting(Series::key).containsExactly("loss", "unknown");
    assertThat(series.get(1).points()).isEmpty();
    assertThat(series.getFirst().points()).hasSize(7);
    for (int bucket = 0; bucket < 7; bucket++) {
      int number = bucket;
      List<MetricPoint> inside =
          points.stream().filter(p -> Math.min(6, (int) (p.step() / 999.0 * 7)) == number).toList();
      var values = inside.stream().mapToDouble(MetricPoint::value).summaryStatistics();
      Series.Point seen = series.getFirst().points().get(bucket);
      assertThat(seen.x()).isEqualTo(inside.getLast().step().doubleValue());
      assertThat(seen.last()).isEqualTo(inside.getLast().value());
      assertThat(seen.min()).isEqualTo(values.getMin());
      assertThat(seen.max()).isEqualTo(values.getMax());
      assertThat(seen.mean()).isCloseTo(values.getAverage(), within(1e-9));
    }
  }

  @Test
  void aShortSeriesIsGivenAsItIsOverStepsAndOverTime() {
    OffsetDateTime start = catalog.now();
    log(
        new MetricPoint("loss", 3, 0L, start),
        new MetricPoint("loss", 2, 1L, start.plusSeconds(10)),
        new MetricPoint("loss", 1, 2L, start.plusSeconds(20)));

    var steps =
        catalog.metrics.series(catalog.engineer, runId, List.of("loss"), 500, SeriesAxis.STEP);
    var times =
        catalog.metrics.series(catalog.engineer, runId, List.of("loss"), 500, SeriesAxis.TIME);

    assertThat(steps.getFirst().points())
        .extracting(Series.Point::x)
        .containsExactly(0.0, 1.0, 2.0);
    assertThat(times.getFirst().points())
        .extracting(Series.Point::x)
        .containsExactly(
            (double) start.toEpochSecond(),
            start.toEpochSecond() + 10.0,
            start.toEpochSecond() + 20.0);
  }

  @Test
  void aRepeatedBatchIsLoggedOnce() {
    LogBatch batch = new LogBatch(runId, List.of(point("loss", 1, 1)), null, null);

    catalog.metrics.logBatch(catalog.withKey("b1"), batch);
    catalog.metrics.logBatch(catalog.withKey("b1"), batch);

    assertThat(catalog.count("SELECT count(*) FROM catalog.metric")).isEqualTo(1);
  }

  @Test
  void aHundredThousandMetricsAreLoggedInBatches() {
    int batches = 100;
    long began = System.nanoTime();
    for (int batch = 0; batch < batches; batch++) {
      List<MetricPoint> points = new ArrayList<>(1_000);
      for (int i = 0; i < 1_000; i++) {
        points.add(
            point("metric/" + i % 10, Math.sin(batch * 100 + i / 10), batch * 100L + i / 10));
      }
      catalog.metrics.logBatch(catalog.caller, new LogBatch(runId, points, null, null));
    }
    long logged = System.nanoTime();
    List<Series> series =
        catalog.metrics.series(
            catalog.engineer, runId, List.of("metric/0", "metric/9"), 500, SeriesAxis.STEP);
    long read = System.nanoTime();
    System.out.printf(
        "100,000 metrics in %d batches: %d ms (%d metrics/s); two series of 10,000 points in 500 buckets: %d ms%n",
        batches,
        (logged - began) / 1_000_000,
        100_000L * 1_000_000_000L / (logged - began),
        (read - logged) / 1_000_000);

    assertThat(series.getFirst().points()).hasSize(500);
    assertThat(catalog.metrics.latest(catalog.engineer, List.of(runId)).get(runId)).hasSize(10);
    assertThat(catalog.count("SELECT count(*) FROM catalog.metric")).isEqualTo(100_000);
    assertThat(catalog.count("SELECT sum(points) FROM catalog.metric_series")).isEqualTo(100_000);
    assertThat(
            catalog.count(
                "SELECT count(*) FROM (SELECT DISTINCT tableoid FROM catalog.metric) AS partitions"))
        .as("partitions in use")
        .isGreaterThan(3);
  }

  @Test
  void hostileBatchesAreRefusedAndNothingOfThemIsKept() {
    record Hostile(String field, LogBatch batch) {}
    OffsetDateTime far = OffsetDateTime.parse("+99999-01-01T00:00:00Z");
    List<Hostile> all =
        List.of(
            new Hostile("input.runId", new LogBatch(null, null, null, null)),
            new Hostile("input.metrics", metrics(Collections.nCopies(1_001, point("a", 1, 1)))),
            new Hostile(
                "input.metrics[1].key", metrics(List.of(point("a", 1, 1), point("a;b", 1, 1)))),
            new Hostile("input.metrics[0].key", metrics(List.of(point("x".repeat(251), 1, 1)))),
            new Hostile("input.metrics[0].at", metrics(List.of(new MetricPoint("a", 1, 1L, far)))),
            new Hostile("input.metrics[0]", metrics(Collections.singletonList(null))),
            new Hostile("input.params", new LogBatch(runId, null, tags(101), null)),
            new Hostile("input.tags", new LogBatch(runId, null, null, tags(101))));
    for (Hostile hostile : all) {
      assertThatThrownBy(() -> catalog.metrics.logBatch(catalog.caller, hostile.batch()))
          .as(hostile.field())
          .isInstanceOf(Invalid.class)
          .satisfies(e -> assertThat(((Invalid) e).field()).contains(hostile.field()));
    }
    assertThat(catalog.count("SELECT count(*) FROM catalog.metric")).isZero();
  }

  private LogBatch metrics(List<MetricPoint> points) {
    return new LogBatch(runId, points, null, null);
  }

  private static List<Tag> tags(int count) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tags.add(new Tag("k" + i, "v"));
    }
    return tags;
  }

  @Test
  void aRunHasABoundedNumberOfKeys() {
    for (int batch = 0; batch < 2; batch++) {
      List<MetricPoint> points = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        points.add(point("key" + (batch * 1_000 + i), i, 0));
      }
      catalog.metrics.logBatch(catalog.caller, metrics(points));
    }

    log(point("key7", 8, 1));
    assertThatThrownBy(() -> log(point("one too many", 1, 0)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("2000");
  }

  @Test
  void extremeStepsAreSteps() {
    log(point("a", 1, Long.MIN_VALUE), point("a", 2, Long.MAX_VALUE));

    assertThat(latest("a").value()).isEqualTo(2.0);
    assertThat(
            catalog
                .metrics
                .series(catalog.engineer, runId, List.of("a"), 10, SeriesAxis.STEP)
                .getFirst()
                .points())
        .hasSize(2);
  }

  @Test
  void aJobLogsToItsRunForAsLongAsItsAttemptHasTheLease() throws SQLException {
    UUID jobId = Ids.next();
    leaseOf(jobId);
    LogBatch batch = metrics(List.of(point("loss", 1, 1)));

    catalog.metrics.logBatch(CatalogFixture.caller(attempt(jobId, 3)), batch);

    for (long fence : new long[] {2, 4}) {
      assertThatThrownBy(
              () -> catalog.metrics.logBatch(CatalogFixture.caller(attempt(jobId, fence)), batch))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("lease");
    }
    catalog.asOwner("UPDATE compute.lease SET status = 'RELEASING'");
    assertThatThrownBy(
            () -> catalog.metrics.logBatch(CatalogFixture.caller(attempt(jobId, 3)), batch))
        .isInstanceOf(Conflict.class);
    assertThat(catalog.count("SELECT count(*) FROM catalog.metric")).isEqualTo(1);
  }

  private Principal attempt(UUID jobId, long fence) {
    return new Principal(
        Principal.Kind.JOB,
        jobId,
        catalog.tenantId,
        "tenant",
        "job:train",
        Set.of(),
        Map.of(
            projectId, Set.of(Permission.PROJECT_READ, Permission.RUN_READ, Permission.RUN_WRITE)),
        new Principal.JobAttempt(jobId, runId, fence));
  }

  /** An active lease under fence 3, its job left out. */
  private void leaseOf(UUID jobId) throws SQLException {
    catalog.asOwner("ALTER TABLE compute.lease DROP CONSTRAINT lease_tenant_id_job_id_fkey");
    catalog.asOwner(
        """
        INSERT INTO compute.lease (tenant_id, id, job_id, project_id, run_id, kind, attempt, fence, status, provider,
          instance_type, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, active_at, heard_at)
        VALUES ('%s', gen_random_uuid(), '%s', '%s', '%s', 'TASK', 1, 3, 'ACTIVE', 'local', 'local', 'host', 0,
          gen_random_uuid(), 1000, 1000, now(), now(), now())
        """
            .formatted(catalog.tenantId, jobId, projectId, runId));
  }

  @Test
  void whoMayNotLogTakesNoPointsFromThoseWhoMay() throws SQLException {
    catalog.asOwner(
        "INSERT INTO tenancy.quota (tenant_id, name, most, set_at) VALUES ('%s', 'METRIC_POINTS_PER_MINUTE', 1000, now())"
            .formatted(catalog.tenantId));
    Principal viewer = CatalogFixture.person(catalog.tenantId, "viewer", Role.VIEWER);
    List<MetricPoint> points = List.of(point("loss", 1, 1), point("loss", 2, 2));

    assertThatThrownBy(
            () -> catalog.metrics.logBatch(CatalogFixture.caller(viewer), metrics(points)))
        .isInstanceOf(Forbidden.class);

    assertThat(catalog.count("SELECT count(*) FROM tenancy.minute_use")).isZero();
    assertThat(catalog.count("SELECT count(*) FROM tenancy.audit_entry WHERE outcome = 'DENIED'"))
        .isEqualTo(1);
    log(point("loss", 1, 1));
    assertThat(catalog.count("SELECT count(*) FROM tenancy.minute_use")).isEqualTo(1);
  }

  @Test
  void metricsOfOthersAreNotThere() {
    log(point("loss", 1, 1));
    var guest = catalog.guest("guest", Role.ENGINEER, UUID.randomUUID());

    for (var other : List.of(catalog.stranger, guest)) {
      assertThatThrownBy(
              () ->
                  catalog.metrics.logBatch(
                      CatalogFixture.caller(other), metrics(List.of(point("loss", 2, 2)))))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.metrics.after(other, runId, null, null, 10))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(
              () -> catalog.metrics.series(other, runId, List.of("loss"), 10, SeriesAxis.STEP))
          .isInstanceOf(NotFound.class);
      assertThat(catalog.metrics.latest(other, List.of(runId))).isEmpty();
    }
  }
}
