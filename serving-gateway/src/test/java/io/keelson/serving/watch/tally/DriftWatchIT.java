package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.endpoint.DeploySpec;
import io.keelson.serving.testing.ServingGround;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureTap;
import io.keelson.serving.watch.drift.Divergence;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.DriftWindow;
import io.keelson.serving.watch.finding.FeatureDrift.DriftTest;
import io.keelson.tenancy.database.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two gateways that count, and the loop that judges what they have counted together. */
class DriftWatchIT {
  private final WatchedEndpoint watched = new WatchedEndpoint();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void aShiftIsFoundOnceTwoOfThreeWindowsShowIt() {
    watched.hour(500, 0);
    watched.hour(500, 0);
    watched.judge();
    assertThat(watched.windows())
        .extracting(DriftWindow::verdict)
        .as("one window says nothing yet, two without drift do")
        .containsExactly(DriftVerdict.STABLE, DriftVerdict.INSUFFICIENT);

    watched.hour(500, 0.5);
    watched.judge();
    assertThat(watched.windows().getFirst().verdict())
        .as("one of three")
        .isEqualTo(DriftVerdict.STABLE);

    watched.hour(500, 0.5);
    watched.judge();
    DriftWindow newest = watched.windows().getFirst();
    assertThat(newest.verdict()).isEqualTo(DriftVerdict.DRIFTED);
    assertThat(newest.rows()).as("both gateways'").isEqualTo(1_000);
    assertThat(newest.referenceRows()).isEqualTo(WatchedEndpoint.TRAINED);
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
    assertThat(watched.rule().counted()).isEqualTo(4_000);
  }

  @Test
  void tooFewRowsAreInsufficientHoweverFarTheyMoved() {
    for (int i = 0; i < 3; i++) {
      watched.hour(49, 3);
    }
    watched.judge();

    assertThat(watched.windows())
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
    watched.hour(500, 0);
    watched.hour(500, 0);
    watched.ask(watched.oneQueue, 200, 0.6);
    watched.one.flush();
    CaptureQueue<DriftTarget> lateQueue = watched.queue();
    TallyLoop late = watched.gateway(lateQueue);
    watched.ask(lateQueue, 800, 0.6);
    late.countAll(); // and its database is away
    watched.ground.passSeconds(WatchedEndpoint.HOUR);
    watched.hour(500, 0.6);
    watched.hour(500, 0);
    watched.judge();
    List<DriftWindow> before = watched.windows();
    assertThat(before.get(2).rows()).isEqualTo(200);

    late.flush();
    watched.judge();
    watched.judge();

    List<DriftWindow> after = watched.windows();
    assertThat(after.get(2).rows()).isEqualTo(1_000);
    assertThat(after.get(2).features().getFirst().drift().psi())
        .isNotEqualTo(before.get(2).features().getFirst().drift().psi());
    assertThat(after.get(1).judgedAt())
        .as("it was judged by less")
        .isAfterOrEqualTo(before.get(1).judgedAt());
    assertThat(after.get(1).verdict()).isEqualTo(DriftVerdict.DRIFTED);
    assertThat(watched.count(watched.tenant, "due_at IS NOT NULL")).isZero();
  }

  @Test
  void theSameCountsAreJudgedTheSame() {
    watched.hour(300, 0.1);
    watched.hour(300, 0.1);
    watched.judge();
    List<DriftWindow> before = watched.windows();

    watched.ground.execute(
        "UPDATE serving.drift_window SET due_at = window_at, judged_rows = NULL, judged_at = NULL,"
            + " verdict = NULL, findings = NULL");
    watched.judge();
    watched.judge();

    assertThat(watched.windows())
        .extracting(DriftWindow::features)
        .isEqualTo(before.stream().map(DriftWindow::features).toList());
  }

  @Test
  void aWindowThatCannotBeJudgedHoldsUpNoOther() {
    watched.hour(500, 0);
    watched.ground.database.transact(
        watched.tenant,
        tx ->
            tx.update(
                "UPDATE serving.drift_window SET model_version_id = $2 WHERE tenant_id = $1",
                watched.tenant,
                Ids.next()));
    watched.hour(500, 0);

    watched.judge();

    assertThat(watched.windows()).hasSize(1);
    assertThat(watched.count(watched.tenant, "due_at IS NOT NULL")).isEqualTo(1);
  }

  /** As if a window like the first had ended again and again: one each ten seconds. */
  private void waiting(int windows) {
    watched.ground.execute(
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
    watched.hour(500, 0.6);
    Instant first = watched.ground.clock.instant().minusSeconds(WatchedEndpoint.HOUR);
    waiting(200);

    watched.judge();

    List<DriftWindow> judged =
        watched.windows().stream().filter(window -> window.length().toSeconds() == 10).toList();
    assertThat(judged).hasSizeLessThan(20);
    assertThat(judged.getFirst().from().toInstant()).isEqualTo(first.plusSeconds(2_000));
    assertThat(judged.getFirst().verdict()).isEqualTo(DriftVerdict.DRIFTED);
    assertThat(watched.count(watched.tenant, "due_at IS NOT NULL")).isZero();
  }

  @Test
  void aWindowIsJudgedOnceWhenOneBeforeItIsJudgedLater() {
    watched.hour(500, 0.6);
    watched.hour(500, 0.6);
    watched.hour(500, 0.6);
    watched.ground.execute(
        "UPDATE serving.drift_window w SET due_at = NULL WHERE window_at < (SELECT max(window_at)"
            + " FROM serving.drift_window)");
    watched.judge();
    DriftWindow alone = watched.windows().getFirst();
    assertThat(alone.verdict()).isEqualTo(DriftVerdict.INSUFFICIENT);

    watched.ground.execute(
        "UPDATE serving.drift_window SET due_at = window_at WHERE judged_at IS NULL");
    watched.ground.execute(
        "UPDATE serving.drift_window SET findings = jsonb_set(findings, '{0,psi}', '42') WHERE"
            + " judged_at IS NOT NULL");
    watched.judge();

    DriftWindow newest = watched.windows().getFirst();
    assertThat(newest.verdict()).as("by what was found before it").isEqualTo(DriftVerdict.DRIFTED);
    assertThat(newest.features().getFirst().drift().psi())
        .as("was not computed anew")
        .isEqualTo(42);
    assertThat(watched.count(watched.tenant, "due_at IS NOT NULL")).isZero();
  }

  @Test
  void tenantsTakeTurnsHoweverMuchOneHasWaiting() {
    watched.hour(500, 0);
    List<UUID> others = new ArrayList<>(List.of(watched.tenant));
    for (String name : List.of("b", "c", "d", "victim")) {
      others.add(tenantLike(name));
    }
    UUID victim = others.removeLast();
    for (UUID busy : others) {
      watched.ground.execute(
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
    watched.ground.passSeconds(60);

    watched.judge.judgeDue();
    boolean more = watched.judge.judgeDue();

    assertThat(more).as("the others have more").isTrue();
    assertThat(watched.count(victim, "judged_at IS NOT NULL")).isEqualTo(1);
  }

  private UUID tenantLike(String name) {
    UUID other = watched.ground.tenant(name);
    DeploySpec spec = ServingGround.spec(Ids.next(), "wine", 1);
    UUID of = watched.watch(other, spec);
    watched.ground.passSeconds(-WatchedEndpoint.HOUR);
    CaptureTap<DriftTarget> tap =
        watched.oneQueue.tap(
            other, of, 1, new DriftTarget(spec.modelVersionId(), 1, WatchedEndpoint.HOUR));
    tap.request(Messages.framed(Messages.request(new float[][] {{1, 2}})));
    tap.answer(Messages.framed(Messages.answer(1)));
    tap.answered(1_000);
    watched.one.flush();
    watched.ground.passSeconds(WatchedEndpoint.HOUR);
    return other;
  }
}
