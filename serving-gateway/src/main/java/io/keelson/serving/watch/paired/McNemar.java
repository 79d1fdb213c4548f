package io.keelson.serving.watch.paired;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether two models that answered the same rows are right equally often, after Q. McNemar, "Note
 * on the sampling error of the difference between correlated proportions or percentages",
 * Psychometrika 12 (1947). Only rows on which exactly one of them is right tell them apart; were
 * the models equally good, each such row would be either's with probability one half. All p-values
 * are two-sided.
 *
 * @param onlyFirst rows that only the first model got right
 * @param onlySecond rows that only the second model got right
 */
public record McNemar(int onlyFirst, int onlySecond) {
  public McNemar {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException(
          "discordant rows: %d, %d (expected: >= 0)".formatted(onlyFirst, onlySecond));
    }
    Math.addExact(onlyFirst, onlySecond);
  }

  /** Pairs of "was right", row by row. */
  public static McNemar of(boolean[] first, boolean[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "rows: %d and %d (expected: equally many)".formatted(first.length, second.length));
    }
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < first.length; i++) {
      onlyFirst += first[i] && !second[i] ? 1 : 0;
      onlySecond += second[i] && !first[i] ? 1 : 0;
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  public int discordant() {
    return onlyFirst + onlySecond;
  }

  /** From the binomial distribution: never above its level, a little conservative. */
  public double exactP() {
    return Math.min(1, 2 * binomial().cumulativeProbability(smaller()));
  }

  /**
   * The exact test with half the probability of what was seen, after M. Fagerland, S. Lydersen and
   * P. Laake, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than
   * exact conditional", BMC Medical Research Methodology 13:91 (2013): closer to its level than the
   * exact one, and rarely a little above it.
   */
  public double midP() {
    BinomialDistribution binomial = binomial();
    double twoTails = 2 * binomial.cumulativeProbability(smaller());
    return Math.min(1, twoTails - binomial.probability(smaller()));
  }

  /** Chi-square with Edwards' continuity correction, which does not go past 0. */
  public double chiSquare() {
    if (discordant() == 0) {
      return 0;
    }
    double distance = Math.max(0, Math.abs((double) onlyFirst - onlySecond) - 1);
    return distance * distance / discordant();
  }

  /** The p-value of {@link #chiSquare()}; for 25 and more discordant rows. */
  public double chiSquareP() {
    return ChiSquaredDistribution.of(1).survivalProbability(chiSquare());
  }

  private int smaller() {
    return Math.min(onlyFirst, onlySecond);
  }

  private BinomialDistribution binomial() {
    return BinomialDistribution.of(discordant(), 0.5);
  }
}
