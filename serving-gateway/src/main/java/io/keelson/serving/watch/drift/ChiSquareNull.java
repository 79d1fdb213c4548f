package io.keelson.serving.watch.drift;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * What a divergence is by chance, approximately: to the second order it is a multiple of Pearson's
 * statistic, so between n and m rows of the same distribution it is (1/n + 1/m) times a chi-square
 * of one degree of freedom less than bins; an eighth of it for the Jensen–Shannon divergence. For
 * PSI: B. Yurdakul, "Statistical Properties of Population Stability Index", dissertation, Western
 * Michigan University (2018).
 *
 * @param toScaled from the divergence to the scaled chi-square
 * @param fromScaled and back
 */
record ChiSquareNull(DoubleUnaryOperator toScaled, DoubleUnaryOperator fromScaled) {
  /** What the divergence exceeds by chance with probability alpha. */
  double quantile(double alpha, int bins, long n, long m) {
    double chiSquare = ChiSquaredDistribution.of(bins - 1).inverseSurvivalProbability(alpha);
    return fromScaled.applyAsDouble(chiSquare * (1.0 / n + 1.0 / m));
  }

  /** The probability by chance of a divergence at least as great. */
  double tail(double divergence, int bins, long n, long m) {
    return ChiSquaredDistribution.of(bins - 1)
        .survivalProbability(toScaled.applyAsDouble(divergence) / (1.0 / n + 1.0 / m));
  }
}
