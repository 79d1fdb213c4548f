package io.keelson.serving.rollout;

import io.keelson.serving.watch.canary.CanaryErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the two revisions did in a step, over all gateway processes. Errors are those that are held
 * against a revision, of replicas and of the platform; of a sticky key the first one alone counts.
 *
 * @param baselineCallerErrors what callers did wrong: counted, and judged for nobody
 */
public record StepCounts(
    long baselineRequests,
    long baselineErrors,
    long baselineCallerErrors,
    long candidateRequests,
    long candidateErrors,
    long candidateCallerErrors) {
  public static final StepCounts NONE = new StepCounts(0, 0, 0, 0, 0, 0);

  /** The errors of all steps, each under its share. */
  static CanaryErrors errors(Rollout rollout, Map<Integer, StepCounts> byStep) {
    List<CanaryErrors.AtShare> shares = new ArrayList<>();
    byStep.forEach(
        (step, counts) ->
            shares.add(
                new CanaryErrors.AtShare(
                    rollout.steps().get(step - 1).weight() / 100.0,
                    counts.candidateErrors(),
                    counts.baselineErrors())));
    return CanaryErrors.of(shares);
  }
}
