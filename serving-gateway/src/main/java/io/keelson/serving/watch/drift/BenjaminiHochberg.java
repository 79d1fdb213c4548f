package io.keelson.serving.watch.drift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Many features are tested at once: of those called drifted, a share of alpha at most did not
 * drift, on average; where none did, any is called so with probability alpha at most. After Y.
 * Benjamini and Y. Hochberg, "Controlling the False Discovery Rate", Journal of the Royal
 * Statistical Society B 57 (1995); for independent or positively dependent tests.
 */
final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * P-values adjusted for their number, in the same order: those up to alpha are discoveries. None
   * is less than it was, however much weight it has.
   *
   * @param weights set before the p-values were seen, of mean 1: C. Genovese, K. Roeder and L.
   *     Wasserman, "False discovery control with p-value weighting", Biometrika 93 (2006)
   */
  static double[] adjusted(double[] pValues, double[] weights) {
    double[] weighted = new double[pValues.length];
    Arrays.setAll(weighted, i -> Math.min(1, pValues[i] / weights[i]));
    double[] adjusted = adjusted(weighted);
    Arrays.setAll(adjusted, i -> Math.max(adjusted[i], pValues[i]));
    return adjusted;
  }

  private static double[] adjusted(double[] pValues) {
    int[] descending =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[pValues.length];
    double least = 1;
    for (int i = 0; i < descending.length; i++) {
      int rank = pValues.length - i;
      least = Math.min(least, pValues[descending[i]] * pValues.length / rank);
      adjusted[descending[i]] = least;
    }
    return adjusted;
  }
}
