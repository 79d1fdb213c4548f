package io.keelson.bench.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures two things in turns, so that what else the machine does falls on both.
 *
 * @param ours a figure a round
 * @param baseline of the round with the same index
 */
public record Rounds(List<Double> ours, List<Double> baseline) {
  public static final int DEFAULT_ROUNDS = 3;
  public static final int WARM_UP_SECONDS = 5;
  public static final int ROUND_SECONDS = 8;
  private static final int MAX_WARM_UPS = 24;
  private static final double STEADY = 0.97;
  private static final int STEADY_RUNS = 2;

  /** One measurement, which says what it found on a line of its own. */
  @FunctionalInterface
  public interface Measurement {
    double measure(int round) throws Exception;
  }

  /**
   * Runs until what a request costs has twice in a row not fallen by a thirtieth below the least
   * that it was, 24 times at most: a JIT compiler that has to share its core takes longer than five
   * seconds, and one run that other work disturbs says nothing.
   *
   * @param cost runs for {@link #WARM_UP_SECONDS} and returns the cost of a request
   */
  public static void warmUp(Measurement cost) throws Exception {
    double least = Double.MAX_VALUE;
    int steady = 0;
    for (int run = 0; run < MAX_WARM_UPS && steady < STEADY_RUNS; run++) {
      double now = cost.measure(run);
      steady = now > least * STEADY ? steady + 1 : 0;
      least = Math.min(least, now);
    }
  }

  public static Rounds alternate(int rounds, Measurement ours, Measurement baseline)
      throws Exception {
    List<Double> oursFound = new ArrayList<>();
    List<Double> baselineFound = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      oursFound.add(ours.measure(round));
      baselineFound.add(baseline.measure(round));
    }
    return new Rounds(List.copyOf(oursFound), List.copyOf(baselineFound));
  }

  public double medianOurs() {
    return median(ours);
  }

  public double medianBaseline() {
    return median(baseline);
  }

  /** Of an even number of values the mean of the middle two. */
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: none (expected: at least one)");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
