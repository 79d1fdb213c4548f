package io.keelson.serving.watch.canary;

import io.keelson.serving.watch.canary.CanaryErrors.AtShare;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** What is kept of one kind of error: the counts for the test itself, and its evidence. */
  private static final class Kept {
    private final RunningEvidence running = new RunningEvidence();
    private final double enough;
    private Map<Double, long[]> counts = new HashMap<>();

    private Kept(double alpha) {
      enough = 1 / alpha;
    }

    private void begin() {
      running.begin();
      counts = new HashMap<>();
    }

    private boolean addIsWorse(double share, boolean isCanary) {
      running.add(share, isCanary);
      counts.computeIfAbsent(share, of -> new long[2])[isCanary ? 0 : 1]++;
      return running.evidence() >= enough;
    }

    private CanaryErrors errors() {
      List<AtShare> all = new ArrayList<>();
      counts.forEach((share, count) -> all.add(new AtShare(share, count[0], count[1])));
      return CanaryErrors.of(all);
    }
  }

  /**
   * How many requests the canary had answered when it was called worse. The evidence is kept up
   * error by error; at the end of each rollout the tests themselves must say the same.
   */
  private int canaryRequestsUntilWorse(SplittableRandom random, Kept errors, Kept refusals) {
    errors.begin();
    refusals.begin();
    int canaryRequests = 0;
    boolean isWorse = false;
    for (int request = 0; request < requests && !isWorse; request++) {
      double share = shareAt.applyAsDouble(request);
      boolean isCanary = random.nextDouble() < share;
      canaryRequests += isCanary ? 1 : 0;
      Rates rates = isCanary ? canary : stable;
      double drawn = random.nextDouble();
      double error = rates.errors().applyAsDouble(request);
      if (drawn < error) {
        isWorse = errors.addIsWorse(share, isCanary);
      } else if (drawn < error + rates.refusals().applyAsDouble(request)) {
        isWorse = refusals.addIsWorse(share, isCanary);
      }
    }
    boolean testsSay = new CanaryTests(alpha).judge(errors.errors(), refusals.errors()).worse();
    if (testsSay != isWorse) {
      throw new AssertionError("worse: " + isWorse + " (expected: " + testsSay + ")");
    }
    return isWorse ? canaryRequests : NEVER;
  }

  int[] run(int rollouts, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Kept errors = new Kept(CanaryTests.alphaOfErrors(alpha));
    Kept refusals = new Kept(CanaryTests.alphaOfRefusals(alpha));
    int[] until = new int[rollouts];
    for (int rollout = 0; rollout < rollouts; rollout++) {
      until[rollout] = canaryRequestsUntilWorse(random, errors, refusals);
    }
    return until;
  }
}
