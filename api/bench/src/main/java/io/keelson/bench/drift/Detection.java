package io.keelson.bench.drift;

import java.util.Arrays;

/**
 * How many windows that moved a test finds, at a threshold of which so many that did not move are
 * above.
 *
 * @param still a score of each window that did not move; more is more suspicious
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Detection(double[] still) {
  /** The least score of which at most such a share of the still windows is as high. */
  double threshold(double falseAlarms) {
    double[] sorted = still.clone();
    Arrays.sort(sorted);
    int allowed = (int) (falseAlarms * sorted.length);
    double greatestBelow = sorted[sorted.length - 1 - allowed];
    return Math.nextUp(greatestBelow);
  }

  double share(double[] moved, double falseAlarms) {
    double threshold = threshold(falseAlarms);
    return Arrays.stream(moved).filter(score -> score >= threshold).count() / (double) moved.length;
  }
}
