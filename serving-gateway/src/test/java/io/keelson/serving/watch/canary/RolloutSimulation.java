package io.keelson.serving.watch.canary;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Rollouts that are judged after every request until the canary is called worse or the rollout is
 * through. What a request without an error would change is nothing, so only those are judged that
 * failed or were refused.
 *
 * @param shareAt the canary's share of the traffic when the n-th request comes
 * @param stable how often the stable revision fails or refuses
 * @param canary the same of the canary
 */
record RolloutSimulation(
    double alpha, int requests, IntToDoubleFunction shareAt, Rates stable, Rates canary) {
  static final int NEVER = Integer.MAX_VALUE;

  /**
   * @param errors the probability that the n-th request fails
   * @param refusals the probability that it is refused as its caller's fault
   */
  record Rates(IntToDoubleFunction errors, IntToDoubleFunction refusals) {}

  /** How many requests the canary had answered when it was called worse. */
  int canaryRequestsUntilWorse(SplittableRandom random) {
    CanaryTests tests = new CanaryTests(alpha);
    CanaryErrors errors = CanaryErrors.none();
    CanaryErrors refusals = CanaryErrors.none();
    int canaryRequests = 0;
    for (int request = 0; request < requests; request++) {
      double share = shareAt.applyAsDouble(request);
      boolean canary = random.nextDouble() < share;
      canaryRequests += canary ? 1 : 0;
      Rates rates = canary ? this.canary : stable;
      double drawn = random.nextDouble();
      double error = rates.errors().applyAsDouble(request);
      if (drawn < error) {
        errors = errors.plus(share, canary ? 1 : 0, canary ? 0 : 1);
      } else if (drawn < error + rates.refusals().applyAsDouble(request)) {
        refusals = refusals.plus(share, canary ? 1 : 0, canary ? 0 : 1);
      } else {
        continue;
      }
      if (tests.judge(errors, refusals).worse()) {
        return canaryRequests;
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
