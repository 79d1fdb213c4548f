package io.keelson.serving.watch.quality;

/**
 * A value with the bounds that hold it in 95 of 100 cases.
 *
 * @param value between the two
 */
record Interval(double value, double low, double high) {
  /** Of the normal distribution, two-sided at 95 %. */
  private static final double Z = 1.959963984540054;

  /**
   * A share, by Wilson (1927): inside of 0 to 1, and right for few trials, too.
   *
   * @param trials at least 1
   */
  static Interval ofShare(long hits, long trials) {
    return ofShare((double) hits / trials, trials);
  }

  /**
   * @param trials as many independent ones as say as much
   */
  static Interval ofShare(double share, double trials) {
    double n = trials;
    double z2 = Z * Z;
    double scale = 1 + z2 / n;
    double middle = (share + z2 / (2 * n)) / scale;
    double half = Z / scale * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    return new Interval(
        share,
        Math.max(0, Math.min(share, middle - half)),
        Math.min(1, Math.max(share, middle + half)));
  }

  /**
   * A mean of values that are not negative, by the normal distribution: right from some 30 values
   * on. Of one value nothing is known.
   *
   * @param deviation of the sample
   */
  static Interval ofMean(double mean, double deviation, long count) {
    double half = count < 2 ? Double.POSITIVE_INFINITY : Z * deviation / Math.sqrt(count);
    return new Interval(mean, Math.max(0, mean - half), mean + half);
  }
}
