package io.keelson.serving.watch.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.testing.ServingGround;
import io.keelson.serving.watch.quality.Predictions.Prediction;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.QuotaExceeded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows of several tenants, also of one who does what harms others. */
@Timeout(60)
final class QualityLoopIT {
  private ServingGround ground;
  private Quality quality;

  @BeforeEach
  void start() {
    ground = new ServingGround();
    quality = new Quality(ground.database, ground.signals, ground.clock);
  }

  @AfterEach
  void stop() {
    ground.close();
  }

  private record World(UUID tenant, UUID endpoint) {}

  private World world(String slug) {
    UUID tenant = ground.tenant(slug);
    UUID endpoint = ground.deploy(tenant, ServingGround.spec(Ids.next(), "wine", 1)).endpointId();
    return new World(tenant, endpoint);
  }

  private void rule(World world, Integer version, QualityMeasure measure, Duration window) {
    ground.database.transact(
        world.tenant(),
        tx -> {
          quality.set(
              tx,
              new QualityRule.Wanted(
                  world.endpoint(), version, "label", measure, window, Duration.ofHours(1)));
          return null;
        });
  }

  private void predict(World world, Instant at, String id, String... values) {
    List<Prediction> predictions = new ArrayList<>();
    for (int item = 0; item < values.length; item++) {
      predictions.add(new Prediction(id, item, 1, at, values[item]));
    }
    new Predictions(ground.database, ground.clock)
        .keep(world.tenant(), world.endpoint(), predictions);
  }

  private void label(World world, String id, int item, String value, long version) {
    ground.database.transact(
        world.tenant(),
        tx -> {
          quality.label(tx, world.endpoint(), List.of(new Label(id, item, value, version)));
          return null;
        });
  }

  private List<QualityWindow> windows(World world) {
    return quality.windows(
        world.tenant(),
        world.endpoint(),
        ground.now().minusDays(2),
        ground.now().plusDays(2),
        null);
  }

  private QualityLoop loop(TenantDatabase database) {
    return new QualityLoop(ground.system, database, ground.clock);
  }

  private void compute(double afterSeconds) {
    ground.passSeconds(afterSeconds);
    try (QualityLoop loop = loop(ground.database)) {
      while (loop.computeDue()) {
        // there may be more
      }
    }
  }

  @Test
  void numbersOfAnySizeLeaveTheirWindowComputed() {
    World world = world("huge-numbers");
    rule(world, null, QualityMeasure.MEAN_ABSOLUTE_ERROR, Duration.ofMinutes(1));
    predict(world, ground.clock.instant(), "a", "1", "0", "-1.7e308");
    label(world, "a", 0, "1e200", 1);
    label(world, "a", 1, "2", 1);
    label(world, "a", 2, "1.7e308", 1);

    compute(61);

    QualityWindow window = windows(world).getFirst();
    assertThat(window.labels()).isEqualTo(1);
    assertThat(window.value()).isEqualTo(2);

    compute(Duration.ofHours(2).toSeconds());
    assertThat(windows(world).getFirst().isFrozen()).isTrue();
    assertThat(ground.query("SELECT count(*) FROM serving.prediction")).containsExactly(0L);
  }

  @Test
  void windowsThatFailHoldUpThoseOfNobodyElse() {
    World poisoned = world("poisoned");
    World other = world("sound");
    for (World world : List.of(poisoned, other)) {
      rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    }
    Instant begin = ground.clock.instant();
    for (int i = 0; i < 120; i++) {
      predict(poisoned, begin.minusSeconds(i * 60), "i" + i, "1");
    }
    ground.execute(
        """
        ALTER TABLE serving.quality_window ADD CONSTRAINT poison
          CHECK (tenant_id <> '%s' OR predictions = 0) NOT VALID"""
            .formatted(poisoned.tenant()));
    ground.passSeconds(5);
    predict(other, ground.clock.instant(), "a", "1");
    ground.passSeconds(5);

    try (QualityLoop loop = loop(ground.database)) {
      for (int pass = 0; pass < 3; pass++) {
        try {
          loop.computeDue();
        } catch (IllegalStateException e) {
          assertThat(e).hasMessageContaining("could not be computed");
        }
      }
    }

    assertThat(windows(other)).hasSize(1);
    assertThat(
            ground.query(
                "SELECT count(*) FROM serving.quality_due WHERE tenant_id = ? AND due_at <= ?",
                poisoned.tenant(),
                ground.now()))
        .as("what failed has left the front")
        .first()
        .matches(left -> (long) left < 120);
  }

  @Test
  void aTenantWhoseConnectionsAreUsedUpHoldsUpItsOwnWindows() throws Exception {
    World busy = world("busy");
    World other = world("patient");
    for (World world : List.of(busy, other)) {
      rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    }
    for (int i = 0; i < 20; i++) {
      predict(busy, ground.clock.instant().minusSeconds(i * 60), "i" + i, "1");
    }
    ground.passSeconds(1);
    predict(other, ground.clock.instant(), "a", "1");
    ground.passSeconds(61);
    TenantDatabase shared = ground.databaseWithin(4, 1, Duration.ofSeconds(2));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    Thread holder =
        Thread.ofVirtual()
            .start(
                () ->
                    shared.transact(
                        busy.tenant(),
                        tx -> {
                          held.countDown();
                          awaited(enough);
                          return null;
                        }));
    held.await();
    try (QualityLoop loop = loop(shared)) {
      loop.start();
      long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
      while (windows(other).isEmpty() && System.nanoTime() < end) {
        Thread.sleep(50);
      }

      assertThat(windows(other)).hasSize(1);
    } finally {
      enough.countDown();
      holder.join();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whileAWindowIsComputedItsPredictionsAreKept() throws Exception {
    World world = world("large");
    rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    predict(world, ground.clock.instant(), "a", "1");
    ground.passSeconds(61);
    Thread computing;
    Thread keeping;
    try (AutoCloseable lock =
            ground.holding("LOCK TABLE serving.quality_window IN EXCLUSIVE MODE");
        QualityLoop loop = loop(ground.database)) {
      computing = Thread.ofVirtual().start(loop::computeDue);
      Thread.sleep(1_000);
      Instant at = ground.clock.instant().minusSeconds(61);
      keeping = Thread.ofVirtual().start(() -> predict(world, at, "b", "1"));

      assertThat(keeping.join(Duration.ofSeconds(5))).as("it waits for nobody").isTrue();
      lock.close();
      computing.join();
    }
    compute(61);
    assertThat(windows(world).getFirst().predictions()).isEqualTo(2);
  }

  @Test
  void aLabelOfAVersionFromTheFutureIsRefusedAndOneThatIsThereIsPassedBy() {
    World world = world("versions");
    rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    predict(world, ground.clock.instant(), "a", "1");

    assertThatThrownBy(() -> label(world, "a", 0, "0", Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            Invalid.class, refused -> assertThat(refused.field()).contains("input.labels.version"));
    label(world, "a", 0, "0", ground.clock.millis() - 1);
    ground.execute("UPDATE serving.label SET version = ?", Long.MAX_VALUE);
    label(world, "a", 0, "1", ground.clock.millis());

    compute(61);
    assertThat(windows(world).getFirst().value()).isEqualTo(1);
  }

  @Test
  void withoutARuleLabelsAreRefusedSinceNoPredictionWillEverCome() {
    World world = world("no-rule");
    assertThatThrownBy(() -> label(world, "a", 0, "1", 1))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("setQuality");
    assertThat(ground.query("SELECT count(*) FROM serving.label")).containsExactly(0L);

    rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    label(world, "a", 0, "1", 1);
    predict(world, ground.clock.instant(), "a", "1");
    compute(61);
    assertThat(windows(world).getFirst().labels()).as("it waited").isEqualTo(1);
  }

  @Test
  void aRuleThatChangesMakesWindowsOfItsOwn() {
    World world = world("rules");
    rule(world, null, QualityMeasure.ACCURACY, Duration.ofHours(1));
    predict(world, ground.clock.instant(), "class", "1");
    label(world, "class", 0, "1", 1);
    rule(world, 1, QualityMeasure.MEAN_ABSOLUTE_ERROR, Duration.ofMinutes(10));
    predict(world, ground.clock.instant().plusSeconds(60), "score", "3");
    label(world, "score", 0, "5", 1);

    compute(61);

    assertThat(windows(world))
        .extracting(QualityWindow::measure, QualityWindow::length, QualityWindow::value)
        .containsExactlyInAnyOrder(
            Tuple.tuple(QualityMeasure.ACCURACY, Duration.ofHours(1), 1.0),
            Tuple.tuple(QualityMeasure.MEAN_ABSOLUTE_ERROR, Duration.ofMinutes(10), 2.0));
  }

  @Test
  void theItemsOfOneInferenceAreNoIndependentTrials() {
    World world = world("batches");
    rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    for (int inference = 0; inference < 4; inference++) {
      predict(world, ground.clock.instant(), "i" + inference, "1", "1", "1", "1");
      for (int item = 0; item < 4; item++) {
        label(world, "i" + inference, item, inference < 2 ? "1" : "0", 1);
      }
    }

    compute(61);

    QualityWindow window = windows(world).getFirst();
    Interval ofFour = Interval.ofShare(2, 4);
    assertThat(window.labels()).isEqualTo(16);
    assertThat(window.value()).isEqualTo(0.5);
    assertThat(window.low()).isCloseTo(ofFour.low(), within(1e-9));
    assertThat(window.high()).isCloseTo(ofFour.high(), within(1e-9));
  }

  @Test
  void aLargeWindowIsCountedAndRemovedInPieces() {
    World world = world("pieces");
    rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < 10_050; i++) {
      String id = (i % 2 == 0 ? "a" : "B") + i;
      predictions.add(new Prediction(id, 0, 1 + i % 2, ground.clock.instant(), "1"));
    }
    new Predictions(ground.database, ground.clock)
        .keep(world.tenant(), world.endpoint(), predictions);
    label(world, "a10048", 0, "1", 1);
    label(world, "B10049", 0, "0", 1);
    assertThat(waiting(world)).containsExactly(10_052L);

    compute(61);
    assertThat(windows(world))
        .extracting(QualityWindow::predictions, QualityWindow::labels, QualityWindow::value)
        .containsExactly(Tuple.tuple(5_025L, 1L, 0.0), Tuple.tuple(5_025L, 1L, 1.0));

    compute(Duration.ofHours(2).toSeconds());
    assertThat(windows(world)).allMatch(QualityWindow::isFrozen);
    assertThat(waiting(world)).containsExactly(0L);
    for (String table : List.of("prediction", "label", "quality_due")) {
      assertThat(ground.query("SELECT 1 FROM serving." + table)).isEmpty();
    }
  }

  private List<Object> waiting(World world) {
    return ground.query(
        "SELECT predictions + labels FROM serving.quality_backlog WHERE tenant_id = ?",
        world.tenant());
  }

  private static QualityBacklog.Most rows(long most) {
    return new QualityBacklog.Most(most, Long.MAX_VALUE);
  }

  private static QualityBacklog.Most bytes(long most) {
    return new QualityBacklog.Most(Long.MAX_VALUE, most);
  }

  @Test
  void ofATenantNoMoreWaitsThanMay() {
    World world = world("bounded");
    rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    Predictions bounded = new Predictions(ground.database, ground.clock, rows(2));
    List<Prediction> two =
        List.of(
            new Prediction("a", 0, 1, ground.clock.instant(), "1"),
            new Prediction("b", 0, 1, ground.clock.instant(), "1"));
    bounded.keep(world.tenant(), world.endpoint(), two);
    bounded.keep(world.tenant(), world.endpoint(), two);
    assertThatThrownBy(
            () ->
                bounded.keep(
                    world.tenant(),
                    world.endpoint(),
                    List.of(new Prediction("c", 0, 1, ground.clock.instant(), "1"))))
        .isInstanceOf(QuotaExceeded.class);
    quality = new Quality(ground.database, ground.signals, ground.clock, rows(1));
    label(world, "never", 0, "1", 1);
    label(world, "never", 0, "0", 2);
    assertThatThrownBy(() -> label(world, "neither", 0, "1", 1)).isInstanceOf(QuotaExceeded.class);

    assertThat(waiting(world)).containsExactly(3L);
  }

  /** Labels for predictions that never were: nothing but the bound stops them. */
  @Test
  void whatWaitsIsBoundedByItsBytesAndNoEndpointTakesAllOfThem() {
    World world = world("wide-labels");
    rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    UUID other =
        ground.deploy(world.tenant(), ServingGround.spec(Ids.next(), "rice", 1)).endpointId();
    World neighbour = new World(world.tenant(), other);
    rule(neighbour, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    String wide = "v".repeat(Label.MAX_CHARACTERS);
    quality = new Quality(ground.database, ground.signals, ground.clock, bytes(2_100));

    label(world, "n".repeat(Label.MAX_CHARACTERS), 0, "1", 1);
    assertThat(bytesOf(world)).containsExactly(941L);
    assertThatThrownBy(() -> label(world, "second", 0, "1", 1))
        .isInstanceOf(QuotaExceeded.class)
        .hasMessageContaining("bytes of the endpoint's labels");
    assertThatThrownBy(() -> label(world, "n".repeat(Label.MAX_CHARACTERS), 0, wide, 2))
        .isInstanceOf(QuotaExceeded.class);
    label(neighbour, "first", 0, "1", 1);
    label(neighbour, "second", 0, "1", 1);
    label(neighbour, "second", 0, wide, 2);
    assertThat(bytesOf(neighbour)).containsExactly(2 * 300L + 12 + 15 + 1 + 256);

    ground.execute("DELETE FROM serving.label WHERE inference_id <> 'second'");
    assertThat(bytesOf(world)).containsExactly(0L);
    assertThat(bytesOf(neighbour)).containsExactly(300L + 15 + 256);
  }

  private List<Object> bytesOf(World world) {
    return ground.query(
        "SELECT label_bytes FROM serving.quality_rule WHERE tenant_id = ? AND endpoint_id = ?",
        world.tenant(),
        world.endpoint());
  }

  @Test
  void theBytesCountedAreThoseTaken() {
    World world = world("measured");
    rule(world, null, QualityMeasure.ACCURACY, Duration.ofMinutes(1));
    Random random = new Random(7);
    for (int batch = 0; batch < 20; batch++) {
      List<Prediction> predictions = new ArrayList<>();
      List<Label> labels = new ArrayList<>();
      for (int i = 0; i < Quality.MAX_LABELS; i++) {
        String id = Long.toHexString(random.nextLong()) + "x".repeat(random.nextInt(200));
        String value = "v".repeat(1 + random.nextInt(200));
        predictions.add(new Prediction(id, 0, 1, ground.clock.instant(), value));
        labels.add(new Label(id, 0, value, 1));
      }
      new Predictions(ground.database, ground.clock)
          .keep(world.tenant(), world.endpoint(), predictions);
      ground.database.transact(
          world.tenant(),
          tx -> {
            quality.label(tx, world.endpoint(), labels);
            return null;
          });
    }
    for (String what : List.of("prediction", "label")) {
      assertThat(
              ground.query(
                  "SELECT round(100.0 * pg_total_relation_size('serving.%1$s') / sum(%1$s_bytes))::bigint FROM serving.quality_rule"
                      .formatted(what)))
          .as("%s: per cent of what is counted", what)
          .allSatisfy(percent -> assertThat((Long) percent).isBetween(75L, 125L));
    }
  }
}
