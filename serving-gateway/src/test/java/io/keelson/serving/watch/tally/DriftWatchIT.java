package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.endpoint.DeploySpec;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.testing.ServingGround;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureTap;
import io.keelson.serving.watch.drift.Divergence;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.finding.DriftLoop;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.serving.watch.finding.DriftWindow;
import io.keelson.serving.watch.finding.FeatureDrift.DriftTest;
import io.keelson.serving.watch.profile.Reference;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.database.Ids;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways that count, and the loop that judges what they have counted together. */
class DriftWatchIT {
  private static final int HOUR = 3_600;
  private static final int TRAINED = 2_000;

  private final ServingGround ground = new ServingGround();
  private final Random random = new Random(7);
  private final References references = new References(ground.database, ground.clock);
  private final Drift drift = new Drift(ground.database, references, ground.signals);
  private final DriftLoop judge =
      new DriftLoop(ground.system, ground.database, references, ground.clock);
  private final CaptureQueue<DriftTarget> oneQueue = queue();
  private final CaptureQueue<DriftTarget> otherQueue = queue();
  private final TallyLoop one = gateway(oneQueue);
  private final TallyLoop other = gateway(otherQueue);
  private final UUID tenant = ground.tenant("acme");
  private UUID endpoint;
  private DriftTarget target;

  private CaptureQueue<DriftTarget> queue() {
    return new CaptureQueue<>(4 << 20, 4 << 20, ground.clock);
  }

  private TallyLoop gateway(CaptureQueue<DriftTarget> queue) {
    return new TallyLoop(queue, ground.database, references, ground.clock);
  }

  @BeforeEach
  void deploy() {
    DeploySpec spec = ServingGround.spec(Ids.next(), "wine", 1);
    spec.signature().put("inputs", new JsonArray("[{\"name\": \"features\", \"shape\": [-1, 2]}]"));
    Rollouts.Deployed deployed = ground.deploy(tenant, spec);
    endpoint = deployed.endpointId();
    target = new DriftTarget(spec.modelVersionId(), 1, HOUR);
    ReferenceProfile profile = Profiles.of(normal(TRAINED, 0), normal(TRAINED, 0), labels(TRAINED));
    ground.database.transact(
        tenant,
        tx -> {
          references.keep(tx, spec.modelVersionId(), Reference.of(profile));
          drift.set(tx, new DriftRule.Wanted(endpoint, null, 1, Duration.ofHours(1), 100));
          return null;
        });
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private double[] normal(int rows, double shift) {
    return random.doubles(rows).map(uniform -> random.nextGaussian() + shift).toArray();
  }

  private double[] labels(int rows) {
    return random.ints(rows, 0, 2).asDoubleStream().toArray();
  }

  private void ask(CaptureQueue<DriftTarget> gateway, int rows, double shift) {
    float[][] batch = new float[rows][];
    Arrays.setAll(
        batch,
        row ->
            new float[] {(float) (random.nextGaussian() + shift), (float) random.nextGaussian()});
    CaptureTap<DriftTarget> tap = gateway.tap(tenant, endpoint, 1, target);
    tap.request(Messages.framed(Messages.request(batch)));
    tap.answer(Messages.framed(Messages.answer(random.longs(rows, 0, 2).toArray())));
    tap.answered(1_000);
  }

  /** Both gateways count in a window, and an hour passes. */
  private void hour(int rowsOfEach, double shift) {
    ask(oneQueue, rowsOfEach, shift);
    ask(otherQueue, rowsOfEach, shift);
    one.flush();
    other.flush();
    ground.passSeconds(HOUR);
  }

  private void judge() {
    ground.passSeconds(60);
    while (judge.judgeDue()) {
      assertThat(ground.clock.instant()).isNotNull();
    }
    ground.passSeconds(-60);
  }

  private List<DriftWindow> windows() {
    return drift.windows(tenant, endpoint, null, null, 50);
  }

  private DriftRule rule() {
    return drift.rulesOf(tenant, List.of(endpoint)).get(endpoint);
  }

  @Test
  void aShiftIsFoundOnceTwoOfThreeWindowsShowIt() {
    hour(500, 0);
    hour(500, 0);
    judge();
    assertThat(windows())
        .extracting(DriftWindow::verdict)
        .as("one window says nothing yet, two without drift do")
        .containsExactly(DriftVerdict.STABLE, DriftVerdict.INSUFFICIENT);

    hour(500, 0.5);
    judge();
    assertThat(windows().getFirst().verdict()).as("one of three").isEqualTo(DriftVerdict.STABLE);

    hour(500, 0.5);
    judge();
    DriftWindow newest = windows().getFirst();
    assertThat(newest.verdict()).isEqualTo(DriftVerdict.DRIFTED);
    assertThat(newest.rows()).as("both gateways'").isEqualTo(1_000);
    assertThat(newest.referenceRows()).isEqualTo(TRAINED);
    assertThat(newest.features())
        .extracting(feature -> feature.drift().verdict())
        .containsExactly(DriftVerdict.DRIFTED, DriftVerdict.STABLE, DriftVerdict.STABLE);
    DriftWindow.Feature x = newest.features().getFirst();
    assertThat(x.observed().total()).isEqualTo(1_000);
    assertThat(x.drift().psi()).isGreaterThan(0.1);
    assertThat(x.drift().tests())
        .extracting(DriftTest::divergence)
        .containsExactly(Divergence.JENSEN_SHANNON, Divergence.NORMAL_SCORES);
    assertThat(x.drift().tests())
        .allSatisfy(
            test -> {
              assertThat(test.value()).isGreaterThan(test.byChance()).isGreaterThan(test.floor());
              assertThat(test.adjustedPValue()).isLessThanOrEqualTo(0.01);
              assertThat(test.drifted()).isTrue();
            });
    assertThat(rule().counted()).isEqualTo(4_000);
  }

  @Test
  void tooFewRowsAreInsufficientHoweverFarTheyMoved() {
    for (int i = 0; i < 3; i++) {
      hour(49, 3);
    }
    judge();

    assertThat(windows())
        .hasSize(3)
        .allSatisfy(
            window -> {
              assertThat(window.verdict()).isEqualTo(DriftVerdict.INSUFFICIENT);
              assertThat(window.features().getFirst().drift().tests()).isEmpty();
              assertThat(window.features().getFirst().drift().psi()).isPositive();
            });
  }

  @Test
  void aGatewayThatIsLateChangesWhatWasFound() {
    hour(500, 0);
    hour(500, 0);
    ask(oneQueue, 200, 0.6);
    one.flush();
    CaptureQueue<DriftTarget> lateQueue = queue();
    TallyLoop late = gateway(lateQueue);
    ask(lateQueue, 800, 0.6);
    late.countAll(); // and its database is away
    ground.passSeconds(HOUR);
    hour(500, 0.6);
    hour(500, 0);
    judge();
    List<DriftWindow> before = windows();
    assertThat(before.get(2).rows()).isEqualTo(200);

    late.flush();
    judge();
    judge();

    List<DriftWindow> after = windows();
    assertThat(after.get(2).rows()).isEqualTo(1_000);
    assertThat(after.get(2).features().getFirst().drift().psi())
        .isNotEqualTo(before.get(2).features().getFirst().drift().psi());
    assertThat(after.get(1).judgedAt())
        .as("it was judged by less")
        .isAfterOrEqualTo(before.get(1).judgedAt());
    assertThat(after.get(1).verdict()).isEqualTo(DriftVerdict.DRIFTED);
    assertThat(dueWindows()).isZero();
  }

  private long dueWindows() {
    return ground
        .database
        .read(
            tenant,
            "SELECT count(*) AS due FROM serving.drift_window WHERE tenant_id = $1 AND due_at IS NOT NULL",
            tenant)
        .iterator()
        .next()
        .getLong("due");
  }

  @Test
  void shortWindowsGoByTheirNumber() {
    target = new DriftTarget(target.modelVersionId(), 1, 10);
    Instant first = ground.clock.instant();
    for (int windows : new int[] {0, 1, TallyRows.MAX_KEPT_WINDOWS}) {
      ground.passSeconds((int) Duration.between(ground.clock.instant(), first).toSeconds());
      ground.passSeconds(10 * windows);
      ask(oneQueue, 10, 0);
      one.flush();
    }
    assertThat(windowsOf(10)).as("none is too old").isEqualTo(3);
    target = new DriftTarget(target.modelVersionId(), 1, HOUR);
    ask(oneQueue, 10, 0);
    one.flush();

    target = new DriftTarget(target.modelVersionId(), 1, 10);
    ground.passSeconds(10);
    ask(oneQueue, 10, 0);
    one.flush();

    assertThat(windowsOf(10)).as("the first went as one more came").isEqualTo(3);
    assertThat(windowsOf(HOUR)).isEqualTo(1);
  }

  @Test
  void windowsOfManyLengthsGoByTheirNumberTogether() {
    ask(oneQueue, 10, 0);
    one.flush();
    ground.execute(
        """
        INSERT INTO serving.drift_window
          (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts)
        SELECT tenant_id, endpoint_id, window_at - make_interval(mins => n), 10 + n % 50, revision,
          model_version_id, rows, counts
        FROM serving.drift_window, generate_series(1, """
            + TallyRows.MAX_KEPT_ROWS
            + ") n");
    assertThat(allWindows()).isEqualTo(TallyRows.MAX_KEPT_ROWS + 1);

    ask(oneQueue, 10, 0);
    one.flush();
    assertThat(allWindows()).as("none began").isEqualTo(TallyRows.MAX_KEPT_ROWS + 1);

    ground.passSeconds(HOUR);
    ask(oneQueue, 10, 0);
    one.flush();

    assertThat(allWindows()).isEqualTo(TallyRows.MAX_KEPT_ROWS);
    assertThat(windowsOf(HOUR)).as("the newest stay").isEqualTo(2);
  }

  private long allWindows() {
    return ground
        .database
        .read(
            tenant,
            "SELECT count(*) AS found FROM serving.drift_window WHERE tenant_id = $1",
            tenant)
        .iterator()
        .next()
        .getLong("found");
  }

  private long windowsOf(int seconds) {
    return ground
        .database
        .read(
            tenant,
            "SELECT count(*) AS found FROM serving.drift_window WHERE tenant_id = $1 AND window_s = $2",
            tenant,
            seconds)
        .iterator()
        .next()
        .getLong("found");
  }

  @Test
  void theSameCountsAreJudgedTheSame() {
    hour(300, 0.1);
    hour(300, 0.1);
    judge();
    List<DriftWindow> before = windows();

    ground.execute(
        "UPDATE serving.drift_window SET due_at = window_at, judged_rows = NULL, judged_at = NULL, verdict = NULL, findings = NULL");
    judge();
    judge();

    assertThat(windows())
        .extracting(DriftWindow::features)
        .isEqualTo(before.stream().map(DriftWindow::features).toList());
  }

  @Test
  void whatIsNoMessageOrFindsNoRoomIsCountedAndHoldsUpNobody() {
    CaptureTap<DriftTarget> broken = oneQueue.tap(tenant, endpoint, 1, target);
    broken.request(new byte[] {0, 0, 0, 0, 1, 99});
    broken.answer(Messages.framed(Messages.answer(1)));
    broken.answered(1_000);
    CaptureTap<DriftTarget> unknown =
        oneQueue.tap(tenant, endpoint, 1, new DriftTarget(Ids.next(), 1, HOUR));
    unknown.request(Messages.framed(Messages.request(new float[][] {{1, 2}})));
    unknown.answer(Messages.framed(Messages.answer(1)));
    unknown.answered(1_000);
    CaptureQueue<DriftTarget> full = new CaptureQueue<>(10, 10, ground.clock);
    ask(full, 5, 0);
    ask(oneQueue, 10, 0);
    one.flush();
    gateway(full).flush();

    assertThat(rule().counted()).isEqualTo(10);
    assertThat(rule().dropped()).isEqualTo(new DriftRule.Dropped(1, 2));
    assertThat(oneQueue.waiting()).isZero();
    assertThat(oneQueue.heldBytes()).isZero();
  }

  @Test
  void countsThatCouldNotBeWrittenAreAddedOnce() {
    WindowTallies tallies = new WindowTallies(20, 10);
    TalliedWindow window = TalliedWindow.of(endpoint, ground.clock.instant(), 1, target);
    RowTally tally = new RowTally(1, new long[] {1, 0, 2, 0, 0, 0}, UnseenInputs.NONE);
    assertThat(tallies.add(tenant, window, tally)).isTrue();
    Map<TalliedWindow, RowTally> taken = tallies.take(tenant);
    assertThat(tallies.add(tenant, window, tally)).isTrue();
    tallies.giveBack(tenant, taken);
    TalliedWindow next =
        TalliedWindow.of(endpoint, ground.clock.instant().plusSeconds(HOUR), 1, target);

    assertThat(tallies.add(tenant, next, tally)).as("no room for a tenant's second").isFalse();
    assertThat(tallies.add(UUID.randomUUID(), next, tally)).isTrue();
    assertThat(tallies.take(tenant).get(window).counts()).containsExactly(2, 0, 4, 0, 0, 0);
  }

  @Test
  void namesInAWindowTakeRoomAndThoseThatFindNoneAreNotCounted() {
    WindowTallies tallies = new WindowTallies(1_000, 100);
    TalliedWindow window = TalliedWindow.of(endpoint, ground.clock.instant(), 1, target);
    long[] counts = {1, 0, 2, 0, 0, 0};
    for (String name : List.of("a", "b", "a")) {
      RowTally more = new RowTally(1, counts, new UnseenInputs(1, Map.of(name, 1L)));
      assertThat(tallies.add(tenant, window, more)).isTrue();
    }
    RowTally third = new RowTally(1, counts, new UnseenInputs(1, Map.of("c", 1L)));

    assertThat(tallies.add(tenant, window, third)).isFalse();
    assertThat(tallies.take(tenant).get(window).unseen())
        .isEqualTo(new UnseenInputs(3, Map.of("a", 2L, "b", 1L)));
  }

  /** Of two gateways, each with names that callers make up. */
  @Test
  void inputsThatTrainingHasNotSeenAreAddedUpAndTheMostFrequentKept() {
    for (int hour = 0; hour < 2; hour++) {
      for (int i = 0; i < 20; i++) {
        askWith(oneQueue, i < 15 ? "colour" : "one \u0000 " + i);
        askWith(otherQueue, i < 15 ? "colour" : "other " + i);
      }
      hour(500, 0);
    }
    judge();

    DriftWindow newest = windows().getFirst();
    assertThat(newest.rows()).isEqualTo(1_000 + 2 * 20 * 5);
    assertThat(newest.unseen().rows()).isEqualTo(2 * 20 * 5);
    assertThat(newest.unseen().names())
        .hasSize(11)
        .startsWith("colour")
        .contains("one   15", "other 15");
    assertThat(newest.verdict()).as("the features that are there").isEqualTo(DriftVerdict.STABLE);

    for (int i = 0; i < 40; i++) {
      askWith(oneQueue, "made up " + i);
      one.flush();
    }
    assertThat(
            ground.query(
                "SELECT max((SELECT count(*) FROM jsonb_object_keys(unseen_names))) FROM serving.drift_window"))
        .isEqualTo(List.of((long) UnseenInputs.MAX_NAMES));
  }

  private void askWith(CaptureQueue<DriftTarget> gateway, String name) {
    float[][] batch = new float[5][];
    Arrays.setAll(
        batch, row -> new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()});
    CaptureTap<DriftTarget> tap = gateway.tap(tenant, endpoint, 1, target);
    tap.request(
        Messages.framed(
            Messages.request(batch).toBuilder()
                .addInputs(ModelInferRequest.InferInputTensor.newBuilder().setName(name))
                .build()));
    tap.answer(Messages.framed(Messages.answer(random.longs(5, 0, 2).toArray())));
    tap.answered(1_000);
  }

  /** A renamed tensor: before, such requests were dropped, and nothing drifted. */
  @Test
  void aFeedWithoutAnyOfTheFeaturesDrifts() {
    hour(500, 0);
    for (int hour = 0; hour < 2; hour++) {
      for (int i = 0; i < 40; i++) {
        ModelInferRequest.Builder renamed =
            Messages.request(new float[][] {{1, 2}, {3, 4}, {5, 6}}).toBuilder();
        renamed.getInputsBuilder(0).setName("values");
        CaptureTap<DriftTarget> tap = oneQueue.tap(tenant, endpoint, 1, target);
        tap.request(Messages.framed(renamed.build()));
        tap.answer(Messages.framed(Messages.answer(0, 1, 0)));
        tap.answered(1_000);
      }
      one.flush();
      ground.passSeconds(HOUR);
    }
    judge();

    DriftWindow newest = windows().getFirst();
    assertThat(newest.verdict()).isEqualTo(DriftVerdict.DRIFTED);
    assertThat(newest.rows()).isEqualTo(120);
    assertThat(newest.unseen()).isEqualTo(new DriftWindow.Unseen(120, List.of("values")));
    assertThat(rule().dropped().unreadable()).isZero();
  }

  @Test
  void aWindowThatCannotBeJudgedHoldsUpNoOther() {
    hour(500, 0);
    ground.database.transact(
        tenant,
        tx ->
            tx.update(
                "UPDATE serving.drift_window SET model_version_id = $2 WHERE tenant_id = $1",
                tenant,
                Ids.next()));
    hour(500, 0);

    judge();

    assertThat(windows()).hasSize(1);
    assertThat(
            ground.database.<Long>transact(
                tenant,
                tx ->
                    tx.one(
                            "SELECT count(*) AS waiting FROM serving.drift_window WHERE tenant_id = $1 AND due_at IS NOT NULL",
                            tenant)
                        .orElseThrow()
                        .getLong("waiting")))
        .isEqualTo(1);
  }

  /** As if a window like the first had ended again and again: one each ten seconds. */
  private void waiting(int windows) {
    ground.execute(
        """
        INSERT INTO serving.drift_window
          (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts, due_at)
        SELECT tenant_id, endpoint_id, window_at + n * interval '10 s', 10, revision, model_version_id, rows, counts,
          window_at + n * interval '10 s'
        FROM serving.drift_window, generate_series(1, %d) AS n
        WHERE window_s = 3600
        """
            .formatted(windows));
  }

  @Test
  void theNewestOfManyThatWaitIsJudgedAndTheOldestAreGivenUp() {
    hour(500, 0.6);
    Instant first = ground.clock.instant().minusSeconds(HOUR);
    waiting(200);

    judge();

    List<DriftWindow> judged =
        windows().stream().filter(window -> window.length().toSeconds() == 10).toList();
    assertThat(judged).hasSizeLessThan(20);
    assertThat(judged.getFirst().from().toInstant()).isEqualTo(first.plusSeconds(2_000));
    assertThat(judged.getFirst().verdict()).isEqualTo(DriftVerdict.DRIFTED);
    assertThat(dueWindows()).isZero();
  }

  @Test
  void aWindowIsJudgedOnceWhenOneBeforeItIsJudgedLater() {
    hour(500, 0.6);
    hour(500, 0.6);
    hour(500, 0.6);
    ground.execute(
        "UPDATE serving.drift_window w SET due_at = NULL WHERE window_at < (SELECT max(window_at) FROM serving.drift_window)");
    judge();
    DriftWindow alone = windows().getFirst();
    assertThat(alone.verdict()).isEqualTo(DriftVerdict.INSUFFICIENT);

    ground.execute("UPDATE serving.drift_window SET due_at = window_at WHERE judged_at IS NULL");
    ground.execute(
        "UPDATE serving.drift_window SET findings = jsonb_set(findings, '{0,psi}', '42') WHERE judged_at IS NOT NULL");
    judge();

    DriftWindow newest = windows().getFirst();
    assertThat(newest.verdict()).as("by what was found before it").isEqualTo(DriftVerdict.DRIFTED);
    assertThat(newest.features().getFirst().drift().psi())
        .as("was not computed anew")
        .isEqualTo(42);
    assertThat(dueWindows()).isZero();
  }

  @Test
  void tenantsTakeTurnsHoweverMuchOneHasWaiting() {
    hour(500, 0);
    List<UUID> others = new ArrayList<>(List.of(tenant));
    for (String name : List.of("b", "c", "d", "victim")) {
      others.add(tenantLike(name));
    }
    UUID victim = others.removeLast();
    for (UUID busy : others) {
      ground.execute(
          """
          INSERT INTO serving.drift_window
            (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts, due_at)
          SELECT tenant_id, endpoint_id, window_at, window_s, n, model_version_id, 1, array_fill(0::bigint, ARRAY[cardinality(counts)]),
            due_at - interval '1 day'
          FROM serving.drift_window, generate_series(2, 150) AS n
          WHERE tenant_id = '%s' AND revision = 1
          """
              .formatted(busy));
    }
    ground.passSeconds(60);

    judge.judgeDue();
    boolean more = judge.judgeDue();

    assertThat(more).as("the others have more").isTrue();
    assertThat(judgedOf(victim)).isEqualTo(1);
  }

  private UUID tenantLike(String name) {
    UUID other = ground.tenant(name);
    DeploySpec spec = ServingGround.spec(Ids.next(), "wine", 1);
    UUID of = ground.deploy(other, spec).endpointId();
    ground.database.transact(
        other,
        tx -> {
          references.keep(
              tx,
              spec.modelVersionId(),
              Reference.of(Profiles.of(normal(TRAINED, 0), normal(TRAINED, 0), labels(TRAINED))));
          drift.set(tx, new DriftRule.Wanted(of, null, 1, Duration.ofHours(1), 100));
          return null;
        });
    ground.passSeconds(-HOUR);
    CaptureTap<DriftTarget> tap =
        oneQueue.tap(other, of, 1, new DriftTarget(spec.modelVersionId(), 1, HOUR));
    tap.request(Messages.framed(Messages.request(new float[][] {{1, 2}})));
    tap.answer(Messages.framed(Messages.answer(1)));
    tap.answered(1_000);
    one.flush();
    ground.passSeconds(HOUR);
    return other;
  }

  private long judgedOf(UUID of) {
    return ground
        .database
        .read(
            of,
            "SELECT count(judged_at) AS judged FROM serving.drift_window WHERE tenant_id = $1",
            of)
        .iterator()
        .next()
        .getLong("judged");
  }
}
