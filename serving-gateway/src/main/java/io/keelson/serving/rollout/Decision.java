package io.keelson.serving.rollout;

import io.keelson.serving.watch.canary.CanaryTest.Judgement;
import io.keelson.serving.watch.canary.CanaryTests;
import java.time.OffsetDateTime;
import java.util.Locale;

/** What becomes of a rollout that is looked at. */
sealed interface Decision {
  /** What the counts of the step say. */
  Verdict verdict();

  /** Nothing changes. */
  record Wait(Verdict verdict) implements Decision {}

  /** Into this step. */
  record Step(int number, Verdict verdict) implements Decision {}

  /** The time is over, and there were too few requests. */
  record Stop(Verdict verdict) implements Decision {}

  /** There were enough requests after all. */
  record GoOn(Verdict verdict) implements Decision {}

  record Promote(Verdict verdict) implements Decision {}

  record RollBack(String reason, Verdict verdict) implements Decision {}

  /**
   * How the two revisions are.
   *
   * @param candidateEnd why the candidate takes no traffic any more; null while it does, or will
   * @param candidateRefusal why it must not have more of it; null while it may
   */
  record Revisions(
      boolean baselineReady,
      boolean candidateReady,
      String candidateEnd,
      String candidateRefusal) {}

  /**
   * The first finding that the candidate is worse ends the rollout, at whatever time; see {@link
   * CanaryTests}.
   *
   * @param counts of the step that it is in
   */
  static Decision of(
      Rollout rollout,
      Revisions revisions,
      StepCounts counts,
      CanaryTests.Findings findings,
      OffsetDateTime now) {
    Verdict open =
        counts.candidateRequests() == 0 && rollout.step() > 0
            ? Verdict.NO_DATA
            : Verdict.INCONCLUSIVE;
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
    if (findings.worse()) {
      return new RollBack(reason(rollout, findings), Verdict.FAIL);
    }
    boolean enough = counts.candidateRequests() >= rollout.minRequests();
    if (rollout.status() == RolloutStatus.PAUSED) {
      return paused(rollout, enough, open, now);
    }
    if (now.isBefore(rollout.stepSince().plus(rollout.current().hold()))) {
      return new Wait(open);
    }
    if (!enough) {
      return new Stop(open);
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
        rollout.pause() == RolloutPause.TOO_FEW_REQUESTS
            ? "too few requests came in " + rollout.pauseLimit()
            : "nobody decided in " + rollout.pauseLimit();
    return new RollBack(why, open);
  }

  private static String reason(Rollout rollout, CanaryTests.Findings findings) {
    boolean fails = findings.errors().worse();
    Judgement judgement = fails ? findings.errors() : findings.refusals();
    return String.format(
        Locale.ROOT,
        "the candidate %s: log evidence %.2f, of %.2f that alpha %s asks for",
        fails ? "fails more often" : "refuses more often what callers ask, as their fault",
        judgement.logEvidence(),
        judgement.threshold(),
        rollout.alpha());
  }
}
