package io.keelson.serving.rollout;

import io.keelson.serving.watch.canary.CanaryErrors;
import io.keelson.serving.watch.canary.CanaryTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What the two revisions did in a step, over all gateway processes. Errors are those of replicas
 * and of the platform; caller errors are what was refused as the caller's fault. A sticky key is
 * one request in each step, and one error and one caller error in all, however often it is sent.
 */
public record StepCounts(
    long baselineRequests,
    long baselineErrors,
    long baselineCallerErrors,
    long candidateRequests,
    long candidateErrors,
    long candidateCallerErrors) {
  public static final StepCounts NONE = new StepCounts(0, 0, 0, 0, 0, 0);

  /** What is found by the errors and the caller errors of all steps, each under its share. */
  static CanaryTests.Findings judge(Rollout rollout, Map<Integer, StepCounts> byStep) {
    return new CanaryTests(rollout.alpha())
        .judge(
            atShares(rollout, byStep, StepCounts::candidateErrors, StepCounts::baselineErrors),
            atShares(
                rollout,
                byStep,
                StepCounts::candidateCallerErrors,
                StepCounts::baselineCallerErrors));
  }

  private static CanaryErrors atShares(
      Rollout rollout,
      Map<Integer, StepCounts> byStep,
      ToLongFunction<StepCounts> candidate,
      ToLongFunction<StepCounts> baseline) {
    List<CanaryErrors.AtShare> shares = new ArrayList<>();
    byStep.forEach(
        (step, counts) ->
            shares.add(
                new CanaryErrors.AtShare(
                    rollout.steps().get(step - 1).weight() / 100.0,
                    candidate.applyAsLong(counts),
                    baseline.applyAsLong(counts))));
    return CanaryErrors.of(shares);
  }
}
