package io.keelson.serving.watch.drift;

/** Natural logarithms of binomial coefficients, of numbers of rows as large as they come. */
final class LogChoose {
  private static final double HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
  private static final double[] LOG_FACTORIALS = logFactorials();

  private LogChoose() {}

  static double of(long of, long chosen) {
    return logFactorial(of) - logFactorial(chosen) - logFactorial(of - chosen);
  }

  /** By a table, and above it by Stirling's series, whose next term is below 1e-14 there. */
  private static double logFactorial(long n) {
    if (n < LOG_FACTORIALS.length) {
      return LOG_FACTORIALS[(int) n];
    }
    double inverse = 1.0 / n;
    return ((double) n + 0.5) * Math.log((double) n)
        - n
        + HALF_LOG_TWO_PI
        + inverse * (1.0 / 12 - inverse * inverse * (1.0 / 360 - inverse * inverse / 1260));
  }

  private static double[] logFactorials() {
    double[] table = new double[1 << 14];
    for (int i = 1; i < table.length; i++) {
      table[i] = table[i - 1] + Math.log(i);
    }
    return table;
  }
}
