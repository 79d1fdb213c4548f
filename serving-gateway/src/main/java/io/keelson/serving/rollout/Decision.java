package io.keelson.serving.rollout;

import io.keelson.serving.watch.canary.CanaryTest.Judgement;
import io.keelson.serving.watch.canary.CanaryTests;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;

/** What becomes of a rollout that is looked at. */
sealed interface Decision {
  String FAILS = "fails more often";
  String REFUSES = "refuses more often what callers ask, as their fault";

  /** What the counts of the step say. */
  Verdict verdict();

  /** Nothing changes. */
  record Wait(Verdict verdict) implements Decision {}

  /** Into this step. */
  record Step(int number, Verdict verdict) implements Decision {}

  /** Somebody has to decide, or requests to come. */
  record Stop(RolloutPause pause, String reason, Verdict verdict) implements Decision {}

  /** There were enough requests after all. */
  record GoOn(Verdict verdict) implements Decision {}

  record Promote(Verdict verdict) implements Decision {}

  record RollBack(String reason, Verdict verdict) implements Decision {}

  /**
   * How the two revisions are.
   *
   * @param candidateReady whether a replica of it takes requests and answers probes
   * @param candidateEnd why the candidate takes no traffic any more; null while it does, or will
   * @param candidateRefusal why it must not have more of it; null while it may
   */
  record Revisions(
      boolean baselineReady,
      boolean candidateReady,
      String candidateEnd,
      String candidateRefusal) {}

  /**
   * The first finding that the candidate fails more often ends the rollout, at whatever time; see
   * {@link CanaryTests}. That it refuses more often pauses it alone: what is refused is the choice
   * of callers, whose answers tell them which revision gave them.
   *
   * @param counts of the step that it is in
   */
  static Decision of(
      Rollout rollout,
      Revisions revisions,
      StepCounts counts,
      CanaryTests.Findings findings,
      OffsetDateTime now) {
    boolean refuses = findings.refusals().worse() && !rollout.refusalsKnown();
    Verdict open = open(rollout, counts, refuses);
    if (revisions.candidateEnd() != null) {
      return new RollBack("the candidate ended: " + revisions.candidateEnd(), open);
    }
    if (!revisions.baselineReady()) {
      return new RollBack("the baseline ended", open);
    }
    if (revisions.candidateRefusal() != null) {
      return new RollBack("the candidate may not go on: " + revisions.candidateRefusal(), open);
    }
    if (rollout.status() == RolloutStatus.PENDING) {
      return revisions.candidateReady() ? new Step(1, Verdict.NO_DATA) : new Wait(open);
    }
    if (findings.errors().worse()) {
      return new RollBack(reason(rollout, FAILS, findings.errors()), Verdict.FAIL);
    }
    boolean enough = counts.candidateRequests() >= rollout.minRequests();
    if (rollout.status() == RolloutStatus.PAUSED) {
      return paused(rollout, enough, open, now);
    }
    if (refuses) {
      String why = reason(rollout, REFUSES, findings.refusals());
      return new Stop(RolloutPause.REFUSALS, why, open);
    }
    if (now.isBefore(rollout.stepSince().plus(rollout.current().hold()))) {
      return new Wait(open);
    }
    if (!enough) {
      return new Stop(RolloutPause.TOO_FEW_REQUESTS, "too few requests", open);
    }
    if (!revisions.candidateReady()) {
      // What it does not answer is not counted: it comes back, or its revision fails.
      return new Wait(open);
    }
    return rollout.isInLastStep()
        ? new Promote(Verdict.PASS)
        : new Step(rollout.step() + 1, Verdict.PASS);
  }

  private static Decision paused(
      Rollout rollout, boolean enough, Verdict open, OffsetDateTime now) {
    if (rollout.pause() == RolloutPause.TOO_FEW_REQUESTS && enough) {
      return new GoOn(open);
    }
    if (now.isBefore(rollout.pausedUntil())) {
      return new Wait(open);
    }
    String why =
        switch (rollout.pause()) {
          case ASKED_FOR -> "nobody decided in ";
          case REFUSALS -> "the candidate refuses more often, and nobody decided in ";
          case TOO_FEW_REQUESTS -> "too few requests came in ";
        };
    return new RollBack(why + Duration.between(rollout.pausedSince(), rollout.pausedUntil()), open);
  }

  /** What is said of a rollout whose pause goes on. */
  static Verdict paused(Rollout rollout, StepCounts counts, CanaryTests.Findings findings) {
    boolean refuses = findings.refusals().worse() && !rollout.refusalsKnown();
    return open(rollout, counts, refuses);
  }

  private static Verdict open(Rollout rollout, StepCounts counts, boolean refuses) {
    if (refuses) {
      return Verdict.FAIL;
    }
    return counts.candidateRequests() == 0 && rollout.step() > 0
        ? Verdict.NO_DATA
        : Verdict.INCONCLUSIVE;
  }

  private static String reason(Rollout rollout, String what, Judgement judgement) {
    return String.format(
        Locale.ROOT,
        "the candidate %s: log evidence %.2f, of %.2f that alpha %s asks for",
        what,
        judgement.logEvidence(),
        judgement.threshold(),
        rollout.alpha());
  }
}
