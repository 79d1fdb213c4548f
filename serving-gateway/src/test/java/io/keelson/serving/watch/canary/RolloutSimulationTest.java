package io.keelson.serving.watch.canary;

import static io.keelson.serving.watch.canary.RolloutSimulation.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.watch.canary.RolloutSimulation.Rates;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both tests together, at a level of 1 %, with fixed seeds: a few rollouts always, 10,000 of each
 * kind when heavy.
 */
class RolloutSimulationTest {
  private static final double ALPHA = 0.01;
  private static final double[] STEPS = {0.01, 0.05, 0.1, 0.25, 0.5};
  private static final int REQUESTS = 20_000;

  private static double step(int request) {
    return STEPS[Math.min(request * STEPS.length / REQUESTS, STEPS.length - 1)];
  }

  private static IntToDoubleFunction always(double value) {
    return request -> value;
  }

  /** Quiet, then an incident that hits everybody, then something in between. */
  private static double troubled(int request) {
    return request < 3_000 ? 0.002 : request < 5_000 ? 0.2 : 0.01 + 0.02 * (request % 1_000) / 1e3;
  }

  private static final Rates ALIKE = new Rates(always(0.01), always(0.03));
  private static final Rates TROUBLED =
      new Rates(RolloutSimulationTest::troubled, request -> troubled(request + 1_000));

  private static final Rates FAILS = new Rates(always(0.05), always(0.01));
  private static final Rates REFUSES = new Rates(always(0.01), always(0.05));

  private static double falseRollbacks(int rollouts, Rates stable, Rates canary) {
    int[] until =
        new RolloutSimulation(ALPHA, REQUESTS, RolloutSimulationTest::step, stable, canary)
            .run(rollouts, 1);
    return Arrays.stream(until).filter(at -> at != NEVER).count() / (double) rollouts;
  }

  private static int median(int rollouts, double share, Rates canary) {
    return median(rollouts, 1_500, share, canary);
  }

  private static int median(int rollouts, int canaryRequests, double share, Rates canary) {
    int requests = (int) (canaryRequests / share);
    int[] until =
        new RolloutSimulation(
                ALPHA, requests, always(share), new Rates(always(0.01), always(0.01)), canary)
            .run(rollouts, 2);
    Arrays.sort(until);
    return until[rollouts / 2];
  }

  @Test
  void aCanaryThatIsNotWorseIsSeldomRolledBack() {
    assertThat(falseRollbacks(300, ALIKE, ALIKE)).isLessThanOrEqualTo(2 * ALPHA);
    assertThat(falseRollbacks(100, TROUBLED, TROUBLED)).isLessThanOrEqualTo(2 * ALPHA);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.25, 0.4, 0.5})
  void oneToFivePercentErrorsAreFoundWithin300CanaryRequests(double share) {
    assertThat(median(40_001, share, FAILS)).isLessThanOrEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.25, 0.4, 0.5})
  void oneToFivePercentRefusalsAreFoundWithin400AndOnlyRefusalsWithin30(double share) {
    assertThat(median(4_001, share, REFUSES)).isLessThanOrEqualTo(400);
    assertThat(median(301, share, new Rates(always(0), always(1)))).isLessThanOrEqualTo(30);
  }

  /** A key stays at its revision; five of a thousand callers are broken, whoever answers them. */
  @Test
  void ofTheErrorsOfAKeyThatStaysOnlyTheFirstIsEvidence() {
    SplittableRandom random = new SplittableRandom(3);
    CanaryTest test = new CanaryTest(ALPHA);
    int rollouts = 2_000;
    int wrongByAll = 0;
    int wrongByFirst = 0;
    for (int rollout = 0; rollout < rollouts; rollout++) {
      CanaryErrors all = CanaryErrors.none();
      CanaryErrors first = CanaryErrors.none();
      for (int caller = 0; caller < 5; caller++) {
        int canary = random.nextDouble() < 0.1 ? 1 : 0;
        all = all.plus(0.1, 200L * canary, 200L * (1 - canary));
        first = first.plus(0.1, canary, 1 - canary);
      }
      wrongByAll += test.judge(all).worse() ? 1 : 0;
      wrongByFirst += test.judge(first).worse() ? 1 : 0;
    }
    assertThat(wrongByAll / (double) rollouts).isGreaterThan(0.05);
    assertThat(wrongByFirst / (double) rollouts).isLessThanOrEqualTo(ALPHA);
  }

  @Test
  @Tag("heavy")
  void tenThousandRollouts() {
    double alike = falseRollbacks(10_000, ALIKE, ALIKE);
    double troubled = falseRollbacks(10_000, TROUBLED, TROUBLED);
    double better = falseRollbacks(10_000, new Rates(always(0.02), always(0.06)), ALIKE);
    System.out.printf(
        "false rollbacks in 10,000: %.4f alike, %.4f in an incident of both, %.4f better%n",
        alike, troubled, better);
    for (double share : new double[] {0.01, 0.05, 0.1, 0.25, 0.4, 0.5}) {
      System.out.printf(
          "1 -> 5 %% at a share of %s, canary requests at the median: %d of errors, %d of refusals%n",
          share, median(40_001, share, FAILS), median(40_001, share, REFUSES));
    }
    for (double errors : new double[] {0.02, 0.03, 0.1}) {
      Rates canary = new Rates(always(errors), always(0.01));
      System.out.printf(
          "1 -> %.0f %% of errors, canary requests at the median: %d at a share of 0.1, %d of 0.5%n",
          100 * errors, median(2_001, 10_000, 0.1, canary), median(2_001, 10_000, 0.5, canary));
    }
    assertThat(alike).isLessThanOrEqualTo(ALPHA);
    assertThat(troubled).isLessThanOrEqualTo(ALPHA);
    assertThat(better).isLessThanOrEqualTo(ALPHA);
  }
}
