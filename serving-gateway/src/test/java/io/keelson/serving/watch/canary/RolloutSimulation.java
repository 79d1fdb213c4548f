package io.keelson.serving.watch.canary;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Rollouts that are judged after every request until the canary is called worse or the rollout is
 * through. What a request without an error would change is nothing, so only errors are judged.
 *
 * @param shareAt the canary's share of the traffic when the n-th request comes
 * @param stableRate the probability that the stable revision fails the n-th request
 * @param canaryRate the same of the canary
 */
record RolloutSimulation(
    double alpha,
    int requests,
    IntToDoubleFunction shareAt,
    IntToDoubleFunction stableRate,
    IntToDoubleFunction canaryRate) {
  static final int NEVER = Integer.MAX_VALUE;

  /** How many requests the canary had answered when it was called worse. */
  int canaryRequestsUntilWorse(SplittableRandom random) {
    CanaryTest test = new CanaryTest(alpha);
    CanaryErrors errors = CanaryErrors.none();
    int canaryRequests = 0;
    for (int request = 0; request < requests; request++) {
      double share = shareAt.applyAsDouble(request);
      boolean canary = random.nextDouble() < share;
      canaryRequests += canary ? 1 : 0;
      double rate = (canary ? canaryRate : stableRate).applyAsDouble(request);
      if (random.nextDouble() < rate) {
        errors = errors.plus(share, canary ? 1 : 0, canary ? 0 : 1);
        if (test.judge(errors).worse()) {
          return canaryRequests;
        }
      }
    }
    return NEVER;
  }

  int[] run(int rollouts, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] until = new int[rollouts];
    for (int rollout = 0; rollout < rollouts; rollout++) {
      until[rollout] = canaryRequestsUntilWorse(random);
    }
    return until;
  }
}
