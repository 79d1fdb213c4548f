package io.keelson.serving.watch.canary;

/**
 * How many times as often as the stable revision a canary that is worse is thought to fail, before
 * anything is known: {@value #SIZE} ratios above 1, each with its weight.
 *
 * <p>The bound on false alarms holds for any prior; it decides how soon which difference is found.
 * Three tenths are the Dirichlet prior of Lindon and Malek with concentrations of 1 at equal
 * shares, cut to "worse": P(r > x) = 2 / (1 + x), median 3, taken at {@value #SPREAD} equally
 * likely values from 1.016 to 255. Seven tenths stand at {@value #EXPECTED}: with that a canary
 * that fails five times as often is found within 300 of its requests at the median while it has
 * half of the traffic, where an error says least, and within fewer at smaller shares; with the
 * Dirichlet alone it takes 346. What that gives up are small differences: where a canary fails
 * twice as often, the same counts are less evidence, by a factor of 0.3 at the most.
 */
final class RatioPrior {
  private static final int SPREAD = 128;
  private static final double EXPECTED = 6.5;
  private static final double EXPECTED_WEIGHT = 0.7;

  static final int SIZE = SPREAD + 1;

  private RatioPrior() {}

  /**
   * @param i 0 or more, below {@link #SIZE}
   */
  static double ratio(int i) {
    if (i == SPREAD) {
      return EXPECTED;
    }
    double u = (i + 0.5) / SPREAD;
    return (1 + u) / (1 - u);
  }

  /** All together are 1. */
  static double weight(int i) {
    return i == SPREAD ? EXPECTED_WEIGHT : (1 - EXPECTED_WEIGHT) / SPREAD;
  }
}
