package io.keelson.tenancy.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.testing.Crowd;
import io.keelson.tenancy.testing.TestQuotas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricPointsIT {
  private static final int LIMIT = 10;

  /** What a test takes at most, which must not see a minute end. */
  private static final Duration TEST_TIME = Duration.ofSeconds(10);

  @TempDir Path folder;
  private ObjectsFixture ground;
  private final SteppedNanos time = new SteppedNanos();
  private final UUID tenant = Ids.next();

  @BeforeEach
  void open() throws InterruptedException {
    ground = new ObjectsFixture(folder);
    long leftMs = ground.count("SELECT 60000 - (extract(epoch FROM now()) * 1000)::bigint % 60000");
    if (leftMs < TEST_TIME.toMillis()) {
      Thread.sleep(leftMs + 1);
    }
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private static Quotas quotas(long limit) {
    return TestQuotas.of(
        Map.of(QuotaName.METRIC_POINTS_PER_MINUTE, limit), List.of(new MinuteUse()));
  }

  private MetricPoints process(Quotas quotas) {
    return new MetricPoints(ground.database, quotas, time);
  }

  /** What was taken becomes a minute older. */
  private void minutePasses() {
    move(-1);
    time.pass(Duration.ofMinutes(1));
  }

  private void move(int minutes) {
    ground.count(
        "WITH moved AS (UPDATE tenancy.minute_use SET minute = minute + interval '%d minutes' RETURNING 1) SELECT count(*) FROM moved"
            .formatted(minutes));
  }

  @Test
  void tenMetricPointsAreTakenInAMinuteWhoeverTakesThem() throws Exception {
    Quotas quotas = quotas(LIMIT);
    MetricPoints one = process(quotas);
    MetricPoints other = process(quotas);

    Crowd.Outcome outcome = Crowd.of(i -> (i % 2 == 0 ? one : other).take(tenant, 1));

    assertThat(outcome.admitted()).isEqualTo(LIMIT);
    assertThat(outcome.refusals())
        .allSatisfy(
            refusal ->
                assertThat(refusal.details())
                    .containsEntry("limit", 10L)
                    .containsEntry("used", 10L)
                    .containsEntry("asked", 1L));
    minutePasses();
    assertThat(Crowd.of(i -> other.take(tenant, 1)).admitted()).as("next minute").isEqualTo(LIMIT);
  }

  @Test
  void pointsOfABatchThatWasNotWrittenAreTakenByTheNext() {
    Quotas quotas = quotas(LIMIT);
    MetricPoints points = process(quotas);

    MetricPoints.Taken failed = points.take(tenant, LIMIT);
    assertThatThrownBy(() -> points.take(tenant, 1)).isInstanceOf(QuotaExceeded.class);
    failed.giveBack();

    points.take(tenant, LIMIT);
    assertThatThrownBy(() -> points.take(tenant, LIMIT + 1))
        .isInstanceOf(QuotaExceeded.class)
        .hasMessage("METRIC_POINTS_PER_MINUTE: 10 of 10 are used, 11 more asked for");
  }

  @Test
  void processesThatTakeAheadWasteLittleAndAskTheDatabaseSeldom() {
    long limit = 1_000_000;
    int batch = 100;
    AtomicInteger asked = new AtomicInteger();
    MinuteUse counted = new MinuteUse();
    QuotaUse counting =
        new QuotaUse() {
          @Override
          public QuotaName quota() {
            return counted.quota();
          }

          @Override
          public long used(Transaction tx) {
            asked.incrementAndGet();
            return counted.used(tx);
          }
        };
    Quotas quotas =
        TestQuotas.of(Map.of(QuotaName.METRIC_POINTS_PER_MINUTE, limit), List.of(counting));
    List<MetricPoints> processes = List.of(process(quotas), process(quotas));

    long taken = 0;
    int refused = 0;
    for (int i = 0; refused < processes.size(); i++) {
      try {
        processes.get(i % 2).take(tenant, batch);
        taken += batch;
        refused = 0;
      } catch (QuotaExceeded full) {
        refused++;
      }
    }

    assertThat(taken).isLessThanOrEqualTo(limit).isGreaterThan(limit * 95 / 100);
    assertThat(ground.count("SELECT used FROM tenancy.minute_use")).isLessThanOrEqualTo(limit);
    System.out.printf("%d batches asked the database %d times%n", taken / batch, asked.get());
    assertThat(asked.get()).isLessThan((int) (taken / batch / 10));
  }

  @Test
  void whatAProcessWithAWrongClockHasWrittenForALaterMinuteRefusesNobodyNow() {
    Quotas quotas = quotas(LIMIT);
    process(quotas).take(tenant, LIMIT);
    move(60);

    MetricPoints right = process(quotas);

    right.take(tenant, LIMIT);
    assertThatThrownBy(() -> right.take(tenant, 1)).isInstanceOf(QuotaExceeded.class);
    assertThat(ground.count("SELECT count(*) FROM tenancy.minute_use WHERE minute <= now()"))
        .isEqualTo(1);
  }

  @Test
  void whatIsLeftOfAMinuteEndsWithIt() {
    Quotas quotas = quotas(1_000);
    MetricPoints points = process(quotas);
    points.take(tenant, 1);
    minutePasses();

    points.take(tenant, 1);

    assertThat(ground.count("SELECT used FROM tenancy.minute_use"))
        .as("the rest of the minute before is not used in this one")
        .isEqualTo(1_000 / 64);
  }
}
