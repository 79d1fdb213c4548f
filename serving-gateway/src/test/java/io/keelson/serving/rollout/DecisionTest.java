package io.keelson.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.serving.watch.canary.CanaryErrors;
import io.keelson.serving.watch.canary.CanaryTests;
import io.keelson.tenancy.access.Actor;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is decided about a rollout from what is known of it. */
final class DecisionTest {
  private static final OffsetDateTime SINCE = OffsetDateTime.parse("2026-03-02T10:00:00Z");
  private static final Duration HOLD = Duration.ofMinutes(5);
  private static final Decision.Revisions BOTH = new Decision.Revisions(true, true, null, null);
  private static final StepCounts ENOUGH = new StepCounts(900, 3, 0, 100, 0, 0);
  private static final StepCounts TOO_FEW = new StepCounts(900, 3, 0, 99, 0, 0);
  private static final CanaryErrors FEW = CanaryErrors.none().plus(0.1, 0, 3);
  private static final CanaryErrors MANY = CanaryErrors.none().plus(0.1, 20, 3);
  private static final CanaryTests.Findings FINE = new CanaryTests(0.01).judge(FEW, FEW);
  private static final CanaryTests.Findings WORSE = new CanaryTests(0.01).judge(MANY, FEW);
  private static final CanaryTests.Findings REFUSES = new CanaryTests(0.01).judge(FEW, MANY);

  private static Rollout rollout(RolloutStatus status, int step, RolloutPause pause) {
    return new Rollout(
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID(),
        status,
        List.of(new Step(10, HOLD), new Step(50, HOLD)),
        100,
        0.01,
        Duration.ofHours(1),
        "x-keelson-sticky-key",
        step,
        step == 0 ? null : SINCE,
        pause == null ? null : SINCE.plusHours(1),
        pause == null ? null : SINCE.plusHours(2),
        pause,
        false,
        null,
        Actor.PLATFORM,
        SINCE,
        null,
        1);
  }

  private static Decision at(Rollout rollout, StepCounts counts, OffsetDateTime now) {
    return Decision.of(rollout, BOTH, counts, FINE, now);
  }

  @Test
  void itBeginsWhenTheCandidateIsReady() {
    Rollout pending = rollout(RolloutStatus.PENDING, 0, null);
    Decision.Revisions loading = new Decision.Revisions(true, false, null, null);

    assertThat(Decision.of(pending, loading, StepCounts.NONE, FINE, SINCE))
        .isEqualTo(new Decision.Wait(Verdict.INCONCLUSIVE));
    assertThat(at(pending, StepCounts.NONE, SINCE))
        .isEqualTo(new Decision.Step(1, Verdict.NO_DATA));
  }

  @Test
  void aStepLastsItsTimeAndWantsItsRequests() {
    Rollout first = rollout(RolloutStatus.STEPPING, 1, null);

    assertThat(at(first, ENOUGH, SINCE.plus(HOLD).minusNanos(1)))
        .isEqualTo(new Decision.Wait(Verdict.INCONCLUSIVE));
    assertThat(at(first, ENOUGH, SINCE.plus(HOLD))).isEqualTo(new Decision.Step(2, Verdict.PASS));
    assertThat(at(first, TOO_FEW, SINCE.plus(HOLD)))
        .isEqualTo(
            new Decision.Stop(
                RolloutPause.TOO_FEW_REQUESTS, "too few requests", Verdict.INCONCLUSIVE));
    assertThat(at(first, StepCounts.NONE, SINCE.plus(HOLD)))
        .isEqualTo(
            new Decision.Stop(RolloutPause.TOO_FEW_REQUESTS, "too few requests", Verdict.NO_DATA));
    assertThat(at(rollout(RolloutStatus.STEPPING, 2, null), ENOUGH, SINCE.plus(HOLD)))
        .isEqualTo(new Decision.Promote(Verdict.PASS));
  }

  /** What a candidate that hangs does not answer is counted nowhere. */
  @Test
  void nothingIsPassedWhileNoReplicaOfTheCandidateAnswers() {
    Decision.Revisions silent = new Decision.Revisions(true, false, null, null);

    for (int step : List.of(1, 2)) {
      Rollout rollout = rollout(RolloutStatus.STEPPING, step, null);
      assertThat(Decision.of(rollout, silent, ENOUGH, FINE, SINCE.plus(HOLD)))
          .isEqualTo(new Decision.Wait(Verdict.INCONCLUSIVE));
    }
  }

  @Test
  void aWorseCandidateGoesAtOnceAlsoWhilePaused() {
    for (Rollout rollout :
        List.of(
            rollout(RolloutStatus.STEPPING, 1, null),
            rollout(RolloutStatus.PAUSED, 1, RolloutPause.ASKED_FOR))) {
      assertThat(Decision.of(rollout, BOTH, TOO_FEW, WORSE, SINCE))
          .isInstanceOfSatisfying(
              Decision.RollBack.class,
              back -> {
                assertThat(back.verdict()).isEqualTo(Verdict.FAIL);
                assertThat(back.reason()).contains("fails more often").contains("4.83");
              });
    }
  }

  /** Callers choose what they ask, and know who answers: they must not be able to roll it back. */
  @Test
  void oneThatRefusesWhatTheBaselineAnswersIsPausedForAPerson() {
    Rollout first = rollout(RolloutStatus.STEPPING, 1, null);
    assertThat(Decision.of(first, BOTH, ENOUGH, REFUSES, SINCE))
        .isInstanceOfSatisfying(
            Decision.Stop.class,
            stop -> {
              assertThat(stop.pause()).isEqualTo(RolloutPause.REFUSALS);
              assertThat(stop.verdict()).isEqualTo(Verdict.FAIL);
              assertThat(stop.reason()).contains("refuses more often").contains("alpha 0.01");
            });

    Rollout paused = rollout(RolloutStatus.PAUSED, 1, RolloutPause.REFUSALS);
    assertThat(Decision.of(paused, BOTH, ENOUGH, REFUSES, SINCE.plusHours(1)))
        .isEqualTo(new Decision.Wait(Verdict.FAIL));
    assertThat(Decision.of(paused, BOTH, ENOUGH, WORSE, SINCE.plusHours(1)))
        .isInstanceOf(Decision.RollBack.class);
    assertThat(Decision.of(paused, BOTH, ENOUGH, REFUSES, SINCE.plusHours(2)))
        .isEqualTo(
            new Decision.RollBack(
                "the candidate refuses more often, and nobody decided in PT1H", Verdict.FAIL));
  }

  @Test
  void aPauseEndsWithEnoughRequestsOrInARollback() {
    Rollout noRequests = rollout(RolloutStatus.PAUSED, 1, RolloutPause.TOO_FEW_REQUESTS);
    Rollout asked = rollout(RolloutStatus.PAUSED, 1, RolloutPause.ASKED_FOR);

    assertThat(at(noRequests, ENOUGH, SINCE.plusHours(1))).isInstanceOf(Decision.GoOn.class);
    assertThat(at(asked, ENOUGH, SINCE.plusHours(1))).isInstanceOf(Decision.Wait.class);
    assertThat(at(noRequests, TOO_FEW, SINCE.plusHours(2)))
        .isEqualTo(new Decision.RollBack("too few requests came in PT1H", Verdict.INCONCLUSIVE));
    assertThat(at(asked, ENOUGH, SINCE.plusHours(2)))
        .isEqualTo(new Decision.RollBack("nobody decided in PT1H", Verdict.INCONCLUSIVE));
  }

  @Test
  void itEndsWithEitherRevision() {
    Rollout first = rollout(RolloutStatus.STEPPING, 1, null);

    assertThat(
            Decision.of(
                first,
                new Decision.Revisions(true, false, "out of memory", null),
                ENOUGH,
                FINE,
                SINCE))
        .isEqualTo(
            new Decision.RollBack("the candidate ended: out of memory", Verdict.INCONCLUSIVE));
    assertThat(
            Decision.of(
                first, new Decision.Revisions(false, true, null, null), ENOUGH, FINE, SINCE))
        .isInstanceOf(Decision.RollBack.class);
  }
}
