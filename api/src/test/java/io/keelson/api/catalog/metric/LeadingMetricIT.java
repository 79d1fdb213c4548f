package io.keelson.api.catalog.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.metric.RunMetrics.LogBatch;
import io.keelson.api.testing.TenantPlans;
import io.keelson.tenancy.access.Role;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which metric says most of a run, and how it is drawn. */
@Timeout(120)
class LeadingMetricIT {
  private static final Pattern MEASUREMENTS = rowsAndLoops("metric_\\d+");
  private static final Pattern METRICS = rowsAndLoops("metric_series");

  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();
  private final UUID experimentId = catalog.experiment(projectId);

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

  private UUID runWith(String... keys) {
    UUID runId = run();
    log(runId, Arrays.stream(keys).map(key -> new MetricPoint(key, 1, 0L, null)).toList());
    return runId;
  }

  private void log(UUID runId, List<MetricPoint> points) {
    catalog.metrics.logBatch(catalog.caller, new LogBatch(runId, points, null, null));
  }

  private void log(UUID runId, String key, LongStream steps, LongToDoubleFunction value) {
    log(
        runId,
        steps
            .mapToObj(step -> new MetricPoint(key, value.applyAsDouble(step), step, null))
            .toList());
  }

  private LeadingMetric leading(UUID runId) {
    return catalog.metrics.leading(catalog.engineer, List.of(runId)).get(runId);
  }

  @Test
  void whatSaysMostOfEachRunIsChosenForAllOfThemAtOnce() {
    Map<UUID, String> expected =
        Map.of(
            runWith("train.loss", "train.accuracy", "test.accuracy", "val/F1"), "test.accuracy",
            runWith("loss", "val_loss", "f1"), "f1",
            runWith("loss", "epoch", "val_loss"), "val_loss",
            runWith("lr", "train.Loss"), "train.Loss",
            runWith("lr", "grad_norm"), "grad_norm",
            runWith("interval.map", "validation-map"), "validation-map");
    UUID nothing = run();
    List<UUID> all = new ArrayList<>(expected.keySet());
    all.add(nothing);

    Map<UUID, LeadingMetric> found = catalog.metrics.leading(catalog.engineer, all);

    assertThat(found).hasSize(expected.size()).doesNotContainKey(nothing);
    expected.forEach((id, key) -> assertThat(found.get(id).key()).isEqualTo(key));
  }

  @Test
  void aShortMetricIsGivenAsItIsInTheOrderOfItsSteps() {
    UUID runId = run();
    log(runId, "loss", LongStream.of(3, 1, 2), step -> -step);
    log(
        runId,
        List.of(new MetricPoint("loss", Double.NaN, 4L, null), new MetricPoint("lr", 7, 9L, null)));

    assertThat(leading(runId))
        .isEqualTo(new LeadingMetric("loss", Arrays.asList(-1.0, -2.0, -3.0, null)));
  }

  @Test
  void ofManyMeasurementsSomeAreGivenThatAreSpreadEvenly() {
    UUID runId = run();
    log(runId, "loss", LongStream.range(0, 240), step -> step);

    List<Double> values = leading(runId).values();

    assertThat(values)
        .isEqualTo(IntStream.rangeClosed(1, 24).mapToObj(part -> part * 10 - 1.0).toList());
  }

  @Test
  void whatWasLoggedInManyBatchesIsSpreadOverThem() {
    UUID runId = run();
    for (int batch = 0; batch < 60; batch++) {
      log(runId, "loss", LongStream.range(batch * 20L, batch * 20L + 20), step -> step);
    }

    List<Double> values = leading(runId).values();

    assertThat(values).hasSize(LeadingMetric.MAX_VALUES).isSorted().endsWith(1_199.0);
    for (int part = 0; part < 23; part++) {
      double batch = 1 + Math.floor(59.0 * part / 23);
      assertThat(values.get(part)).as("part " + part).isBetween((batch - 1) * 20, batch * 20 - 1);
    }
  }

  /** A page of runs may have logged for days: what is read of each is bounded. */
  @Test
  void ofALongMetricNoMoreThanAFewRowsAreRead() throws SQLException {
    UUID runId = run();
    log(runId, List.of(new MetricPoint("loss", 0, 0L, null)));
    catalog.asOwner(
        """
        INSERT INTO catalog.metric (tenant_id, series_id, step, at, value, batch, ordinal)
        SELECT s.tenant_id, s.id, n, now(), n, n + 1, 0
        FROM catalog.metric_series s, generate_series(1, 20000) AS n
        """);
    catalog.asOwner(
        "UPDATE catalog.metric_series SET points = 20001, last_batch = 20001, latest_step = 20000, latest_value = 20000");

    assertThat(leading(runId).values()).hasSize(24).isSorted().startsWith(0.0).endsWith(20_000.0);
    assertThat(read(runId, MEASUREMENTS)).isBetween(24L, 100L);
  }

  @Test
  void ofManyMetricsNoMoreThanTheLeadingOneIsRead() throws SQLException {
    UUID runId = runWith("zzz");
    catalog.asOwner(
        """
        INSERT INTO catalog.metric_series
          (tenant_id, run_id, key, latest_value, latest_step, latest_at, points, last_batch)
        SELECT tenant_id, run_id, 'layer_' || n || '/loss', 1, 0, now(), 1, 1
        FROM catalog.metric_series, generate_series(1, 1999) AS n
        """);
    catalog.asOwner("ANALYZE catalog.metric_series");

    assertThat(leading(runId).key()).isEqualTo("layer_1/loss");
    assertThat(read(runId, METRICS)).isOne();
  }

  private static Pattern rowsAndLoops(String table) {
    return Pattern.compile("on " + table + " .*rows=([0-9.]+) loops=(\\d+)");
  }

  private long read(UUID runId, Pattern scans) throws SQLException {
    long read = 0;
    for (String line : plan(runId)) {
      Matcher scan = scans.matcher(line);
      if (scan.find()) {
        read += Math.round(Double.parseDouble(scan.group(1)) * Long.parseLong(scan.group(2)));
      }
    }
    return read;
  }

  private List<String> plan(UUID runId) throws SQLException {
    return new TenantPlans(catalog.testDatabase(), catalog.tenantId)
        .forArguments(
            new TenantPlans.Prepared(
                "(uuid, uuid[], uuid[])",
                LeadingMetricQuery.SQL,
                "'%s', '{%s}', NULL".formatted(catalog.tenantId, runId)));
  }

  @Test
  void runsOfOthersAreNotThere() {
    UUID runId = runWith("loss");
    var guest = catalog.guest("guest", Role.ENGINEER, catalog.project("apart").id());

    assertThat(catalog.metrics.leading(catalog.stranger, List.of(runId))).isEmpty();
    assertThat(catalog.metrics.leading(guest, List.of(runId))).isEmpty();
    assertThat(leading(runId)).isNotNull();
  }
}
