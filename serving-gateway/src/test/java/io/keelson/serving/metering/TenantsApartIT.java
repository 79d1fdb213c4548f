package io.keelson.serving.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.DatabaseLimits;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the counts of others while one tenant uses up its connections. */
final class TenantsApartIT {
  private static final int OTHERS = 4;

  @TempDir Path folder;
  private ServingGround ground;
  private TenantDatabase database;
  private RequestBilling billing;
  private OffsetDateTime from;

  /** The first one uses up its connections; its counters come first, too. */
  private final List<RevisionCounter.Key> keys = new ArrayList<>();

  private final CountDownLatch release = new CountDownLatch(1);
  private Thread hostile;

  @BeforeEach
  void start() throws InterruptedException {
    ground = new ServingGround();
    from = ground.now();
    for (int i = 0; i <= OTHERS; i++) {
      UUID tenant = ground.tenant("tenant-" + i);
      UUID project = Ids.next();
      Rollouts.Deployed deployed = ground.deploy(tenant, ServingGround.spec(project, "wine", 1));
      keys.add(
          new RevisionCounter.Key(tenant, project, deployed.endpointId(), deployed.revisionId()));
    }
    DatabaseLimits oneEach =
        new DatabaseLimits(6, 1, 1, Duration.ofSeconds(2), Duration.ofSeconds(10));
    database = TenantDatabase.within(oneEach, ground.appPool());
    billing =
        new RequestBilling(
            database, new UsageLedger(database, new PriceBook(), ground.clock), ground.clock);
    useUpConnections();
  }

  private void useUpConnections() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    hostile =
        Thread.ofVirtual()
            .start(
                () ->
                    database.transact(
                        keys.getFirst().tenantId(),
                        tx -> {
                          held.countDown();
                          await(release);
                          return null;
                        }));
    held.await();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void letGo() throws InterruptedException {
    release.countDown();
    hostile.join();
  }

  @AfterEach
  void stop() throws InterruptedException {
    letGo();
    ground.close();
  }

  private CounterFile file() {
    return CounterFile.create(folder, Ids.next(), ground.clock.millis());
  }

  private void answer(RequestCounters counters) {
    for (RevisionCounter.Key key : keys) {
      assertThat(counters.of(key).enter()).isTrue();
      counters.of(key).answered(1_000_000);
      counters.of(key).leave();
    }
  }

  private MeteringLoop loop(RequestCounters counters) {
    return new MeteringLoop(
        database,
        billing,
        counters,
        ground.signals,
        folder,
        ground.clock,
        MeteringConfig.defaults());
  }

  private List<BigDecimal> billed() {
    return keys.stream()
        .map(
            key ->
                (BigDecimal)
                    ground
                        .query(
                            "SELECT coalesce(sum(quantity), 0) FROM billing.usage_event WHERE tenant_id = ?",
                            key.tenantId())
                        .getFirst())
        .toList();
  }

  private List<Long> told() {
    Traffic traffic = new Traffic(ground.database);
    return keys.stream()
        .map(
            key ->
                traffic.read(key.tenantId(), key.endpointId(), from, from.plusHours(1), 60).stream()
                    .mapToLong(Traffic.Bucket::requests)
                    .sum())
        .toList();
  }

  private static void assertEach(List<? extends Number> numbers, long ofHostile, long ofOthers) {
    List<Long> values = numbers.stream().map(Number::longValue).toList();
    assertThat(values.getFirst()).as("of the one without connections").isEqualTo(ofHostile);
    assertThat(values.subList(1, values.size())).as("of others").containsOnly(ofOthers);
  }

  @Test
  void othersAreBilledAndToldAndItsOwnWait() throws InterruptedException {
    RequestCounters counters = new RequestCounters(file(), ground.clock);
    MeteringLoop loop = loop(counters);
    answer(counters);

    assertThat(loop.pass()).isFalse();

    assertEach(billed(), 0, 1);
    assertEach(told(), 0, 1);
    letGo();
    ground.passSeconds(5);
    assertThat(loop.pass()).isTrue();
    assertEach(billed(), 1, 1);
    assertEach(told(), 1, 1);
    loop.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void revisionsOfOthersAreHandedOver() {
    CounterFile file = file();
    RequestCounters counters = new RequestCounters(file, ground.clock);
    MeteringLoop loop = loop(counters);
    answer(counters);
    counters.routed(Set.of(), revision -> false);
    loop.pass();
    ground.passSeconds(5);
    loop.pass();

    assertThat(file.slots()).extracting(CounterFile.Slot::key).containsExactly(keys.getFirst());
    assertThat(ground.query("SELECT tenant_id FROM serving.metering_cursor")).isEmpty();
    assertEach(billed(), 0, 1);
    loop.close();
    assertThat(folder).as("its own are billed by the next process").isNotEmptyDirectory();
  }

  @Test
  void whatAnEarlierProcessLeftOfOthersIsBilled() throws InterruptedException {
    CounterFile left = file();
    answer(new RequestCounters(left, ground.clock));
    left.close();

    try (CounterFile found = CounterFile.abandoned(folder).getFirst()) {
      assertThatThrownBy(() -> billing.billAbandoned(found)).isInstanceOf(RuntimeException.class);
    }
    assertEach(billed(), 0, 1);
    letGo();
    billing.billAbandoned(CounterFile.abandoned(folder).getFirst());

    assertEach(billed(), 1, 1);
    assertThat(folder).isEmptyDirectory();
  }
}
