package io.keelson.serving.watch.paired;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The difference of two models' scores on the same rows, by resampling rows, so that what makes a
 * row hard for both cancels out. After B. Efron and R. Tibshirani, "An Introduction to the
 * Bootstrap" (1993), percentile intervals.
 *
 * @param difference on the rows as they are
 * @param lower of the interval
 * @param upper of the interval
 * @param pValueNotGreater one-sided: how often a resampled difference is 0 or less; small where the
 *     difference is above 0
 */
public record PairedBootstrap(
    double difference, double lower, double upper, double pValueNotGreater) {
  /** Bounds the cost: rows times resamples. */
  public static final long MAX_DRAWS = 2_000_000_000L;

  /**
   * The difference of means, second less first.
   *
   * @param level of the interval, such as 0.95
   * @param resamples 1,000 or more; rows times resamples at most {@link #MAX_DRAWS}
   * @param seed the same seed gives the same answer
   */
  public static PairedBootstrap ofMeans(
      double[] first, double[] second, double level, int resamples, long seed) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "rows: %d and %d (expected: equally many)".formatted(first.length, second.length));
    }
    double[] differences = new double[first.length];
    Arrays.setAll(differences, i -> second[i] - first[i]);
    return of(first.length, rows -> mean(differences, rows), level, resamples, seed);
  }

  /**
   * Any difference that can be told from rows, such as that of two areas under the curve.
   *
   * @param differenceOf rows by index, some more than once; the array is used again
   */
  public static PairedBootstrap of(
      int rows, ToDoubleFunction<int[]> differenceOf, double level, int resamples, long seed) {
    require(rows, level, resamples);
    int[] drawn = new int[rows];
    Arrays.setAll(drawn, i -> i);
    double difference = finite(differenceOf.applyAsDouble(drawn));
    SplittableRandom random = new SplittableRandom(seed);
    double[] resampled = new double[resamples];
    int notGreater = 0;
    for (int i = 0; i < resamples; i++) {
      Arrays.setAll(drawn, row -> random.nextInt(rows));
      resampled[i] = finite(differenceOf.applyAsDouble(drawn));
      notGreater += resampled[i] <= 0 ? 1 : 0;
    }
    Arrays.sort(resampled);
    double tail = (1 - level) / 2;
    return new PairedBootstrap(
        difference,
        quantile(resampled, tail),
        quantile(resampled, 1 - tail),
        (notGreater + 1.0) / (resamples + 1.0));
  }

  private static void require(int rows, double level, int resamples) {
    if (rows < 1) {
      throw new IllegalArgumentException("rows: %d (expected: >= 1)".formatted(rows));
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level: %s (expected: between 0 and 1)".formatted(level));
    }
    if (resamples < 1_000 || (long) rows * resamples > MAX_DRAWS) {
      throw new IllegalArgumentException(
          "resamples: %d (expected: >= 1,000, and <= %d for %d rows)"
              .formatted(resamples, MAX_DRAWS / rows, rows));
    }
  }

  private static double finite(double difference) {
    if (!Double.isFinite(difference)) {
      throw new IllegalArgumentException("difference: %s (expected: finite)".formatted(difference));
    }
    return difference;
  }

  private static double mean(double[] values, int[] rows) {
    double sum = 0;
    for (int row : rows) {
      sum += values[row];
    }
    return sum / rows.length;
  }

  /** Linear between order statistics, as NumPy does it by default. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
