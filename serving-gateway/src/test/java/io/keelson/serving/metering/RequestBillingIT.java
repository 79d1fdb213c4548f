package io.keelson.serving.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestBillingIT {
  @TempDir Path folder;
  private ServingGround ground;
  private UUID tenant;
  private RevisionCounter.Key key;
  private RequestBilling billing;

  @BeforeEach
  void start() {
    ground = new ServingGround();
    tenant = ground.tenant("acme");
    UUID project = Ids.next();
    Rollouts.Deployed deployed = ground.deploy(tenant, ServingGround.spec(project, "wine", 1));
    key = new RevisionCounter.Key(tenant, project, deployed.endpointId(), deployed.revisionId());
    billing = new RequestBilling(ground.database, ground.ledger, ground.clock);
  }

  @AfterEach
  void stop() {
    ground.close();
  }

  private CounterFile file() {
    return CounterFile.create(folder, Ids.next(), ground.clock.millis());
  }

  private static void answer(RequestCounters counters, RevisionCounter.Key key, int requests) {
    for (int i = 0; i < requests; i++) {
      counters.of(key).answered(1_000_000);
    }
  }

  private BigDecimal billed() {
    return (BigDecimal)
        ground
            .query(
                "SELECT coalesce(sum(quantity), 0) FROM billing.usage_event WHERE meter = 'inference.requests'")
            .getFirst();
  }

  private int lines() {
    return ground.query("SELECT id FROM billing.usage_event").size();
  }

  @Test
  void everyIntervalBillsWhatCameInIt() {
    try (CounterFile file = file()) {
      RequestCounters counters = new RequestCounters(file, ground.clock);
      answer(counters, key, 5);
      counters.of(key).failed(1_000);
      ground.passSeconds(60);
      billing.bill(counters.all());
      billing.bill(counters.all());
      assertThat(billed()).isEqualByComparingTo("5");
      assertThat(lines()).isEqualTo(1);

      answer(counters, key, 2);
      ground.passSeconds(60);
      billing.bill(counters.all());

      assertThat(billed()).isEqualByComparingTo("7");
      assertThat(ground.query("SELECT resource FROM billing.usage_event")).containsOnly("wine");
      assertThat(ground.query("SELECT labels ->> 'endpointId' FROM billing.usage_event"))
          .containsOnly(key.endpointId().toString());
      assertThat(ground.query("SELECT project_id FROM billing.usage_event"))
          .containsOnly(key.projectId());
      assertThat(
              ground.query(
                  "SELECT count(*) FROM billing.usage_event a JOIN billing.usage_event b ON a.to_at = b.from_at AND a.id <> b.id"))
          .containsExactly(1L);
    }
  }

  @Test
  void aCrashAfterTheLedgersCommitBillsNothingTwice() {
    CounterFile killed = file();
    RequestCounters counters = new RequestCounters(killed, ground.clock);
    answer(counters, key, 5);
    ground.passSeconds(60);
    billing.bill(counters.all());
    answer(counters, key, 3); // answered after the commit, before the kill
    ground.passSeconds(2);
    killed.seen(ground.clock.millis());
    killed.close();

    billAbandoned();
    billAbandoned();

    assertThat(billed()).isEqualByComparingTo("8");
    assertThat(lines()).isEqualTo(2);
    assertThat(CounterFile.abandoned(folder)).isEmpty();
    assertThat(ground.query("SELECT billed_requests FROM serving.metering_cursor"))
        .as("nobody needs them any more")
        .isEmpty();
  }

  private void billAbandoned() {
    List<CounterFile> found = CounterFile.abandoned(folder);
    found.forEach(billing::billAbandoned);
  }

  @Test
  void aCrashBetweenCommitAndRemovalOfTheFileBillsNothingTwice() {
    CounterFile killed = file();
    RequestCounters counters = new RequestCounters(killed, ground.clock);
    answer(counters, key, 5);
    billing.bill(counters.all());
    killed.close(); // by a kill: nobody has removed it

    billAbandoned();

    assertThat(billed()).isEqualByComparingTo("5");
    assertThat(lines()).isEqualTo(1);
  }

  @Test
  void aBillThatCannotBeWrittenNowIsWrittenLater() {
    try (CounterFile file = file()) {
      RequestCounters counters = new RequestCounters(file, ground.clock);
      answer(counters, key, 5);
      ground.execute("ALTER TABLE billing.usage_event RENAME TO away");
      assertThatThrownBy(() -> billing.bill(counters.all())).isInstanceOf(RuntimeException.class);
      ground.execute("ALTER TABLE billing.away RENAME TO usage_event");
      assertThat(ground.query("SELECT billed_requests FROM serving.metering_cursor")).isEmpty();

      answer(counters, key, 1);
      billing.bill(counters.all());

      assertThat(billed()).isEqualByComparingTo("6");
    }
  }

  @Test
  void whatIsAskedAgainAfterYearsIsBilled() {
    try (CounterFile file = file()) {
      RequestCounters counters = new RequestCounters(file, ground.clock);
      answer(counters, key, 1);
      billing.bill(counters.all());
      ground.passSeconds(Duration.ofDays(1_000).toSeconds());
      answer(counters, key, 1);
      billing.bill(counters.all());
      billing.bill(counters.all());

      assertThat(billed()).isEqualByComparingTo("2");
      assertThat(lines()).isEqualTo(2);
    }
  }

  private MeteringLoop loop(RequestCounters counters) {
    return new MeteringLoop(
        ground.database,
        billing,
        counters,
        ground.signals,
        folder,
        ground.clock,
        MeteringConfig.defaults());
  }

  @Test
  void trafficThatCannotBeWrittenNowIsWrittenLaterAlsoWhereNobodyAsksAgain() {
    RequestCounters counters = new RequestCounters(file(), ground.clock);
    MeteringLoop loop = loop(counters);
    var from = ground.now();
    answer(counters, key, 3);
    ground.execute("ALTER TABLE serving.traffic RENAME TO away");
    assertThat(loop.pass()).isFalse();
    ground.execute("ALTER TABLE serving.away RENAME TO traffic");
    assertThat(billed()).as("the bill does not wait for that").isEqualByComparingTo("3");
    ground.passSeconds(5);

    assertThat(loop.pass()).isTrue();

    assertThat(
            new Traffic(ground.database)
                .read(tenant, key.endpointId(), from, from.plusMinutes(10), 10))
        .extracting(Traffic.Bucket::requests)
        .containsExactly(3L);
    loop.close();
  }

  @Test
  void theLoopBillsItsOwnAndWhatOthersLeftAndCleansUp() {
    CounterFile left = file();
    answer(new RequestCounters(left, ground.clock), key, 4);
    left.close();
    RequestCounters counters = new RequestCounters(file(), ground.clock);
    MeteringLoop loop = loop(counters);
    answer(counters, key, 2);

    loop.pass();
    assertThat(billed()).isEqualByComparingTo("6");
    answer(counters, key, 1);
    ground.passSeconds(5);
    loop.pass();
    assertThat(billed()).as("not due again before a minute").isEqualByComparingTo("6");
    loop.close();

    assertThat(billed()).isEqualByComparingTo("7");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void trafficIsWrittenByTheMinuteAndAddsUp() {
    RequestCounters counters = new RequestCounters(file(), ground.clock);
    MeteringLoop loop = loop(counters);
    var from = ground.now();
    for (int i = 0; i < 90; i++) {
      counters.of(key).answered(Duration.ofMillis(10).toNanos());
    }
    loop.pass();
    ground.passSeconds(30);
    for (int i = 0; i < 10; i++) {
      counters.of(key).failed(Duration.ofMillis(400).toNanos());
    }
    loop.pass();
    ground.passSeconds(31); // into the next minute
    loop.pass();
    counters.of(key).answered(Duration.ofMillis(20).toNanos());
    loop.pass();

    Traffic traffic = new Traffic(ground.database);
    List<Traffic.Bucket> minutes =
        traffic.read(tenant, key.endpointId(), from, from.plusMinutes(10), 10);
    assertThat(minutes).hasSize(2);
    assertThat(minutes.getFirst().at()).isEqualTo(from);
    assertThat(minutes.getFirst().requests()).isEqualTo(100);
    assertThat(minutes.getFirst().errors()).isEqualTo(10);
    assertThat(minutes.getFirst().p50Ms()).isBetween(9.0, 11.0);
    assertThat(minutes.getFirst().p99Ms()).isBetween(360.0, 440.0);
    assertThat(minutes.getFirst().inFlight()).isBetween(0.08, 0.083);
    assertThat(minutes.getLast().requests()).isEqualTo(1);
    List<Traffic.Bucket> whole =
        traffic.read(tenant, key.endpointId(), from, from.plusMinutes(10), 1);
    assertThat(whole).hasSize(1);
    assertThat(whole.getFirst().requests()).isEqualTo(101);
    UUID other = ground.tenant("globex");
    assertThat(traffic.read(other, key.endpointId(), from, from.plusMinutes(10), 10)).isEmpty();
    loop.close();
  }

  @Test
  void slotsAreFreedOnceAllIsBilledAndACrashBillsTheRestOnce() {
    CounterFile file = CounterFile.create(folder, Ids.next(), ground.clock.millis(), 4);
    RequestCounters counters = new RequestCounters(file, ground.clock);
    MeteringLoop loop = loop(counters);
    for (int turn = 0; turn < 12; turn++) {
      RevisionCounter.Key mine =
          turn % 3 == 0 // the same revision comes back again and again
              ? key
              : new RevisionCounter.Key(tenant, key.projectId(), key.endpointId(), Ids.next());
      counters.routed(Set.of(mine), revision -> true);
      RevisionCounter counter = counters.of(mine);
      assertThat(counter.enter()).as("turn %d", turn).isTrue();
      counter.answered(1_000);
      counter.answered(1_000);
      counter.leave();
      loop.pass();
      ground.passSeconds(300);
      loop.pass();
    }
    assertThat(file.slots()).hasSizeLessThanOrEqualTo(4);
    counters.of(key).enter();
    counters.of(key).answered(1_000);
    file.close(); // killed

    billAbandoned();
    billAbandoned();

    assertThat(billed()).isEqualByComparingTo("25");
    assertThat(folder).isEmptyDirectory();
  }
}
