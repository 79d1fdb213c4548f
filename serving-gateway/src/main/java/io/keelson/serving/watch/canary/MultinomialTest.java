package io.keelson.serving.watch.canary;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The sequential multinomial test of M. Lindon and A. Malek, "Anytime-Valid Inference for
 * Multinomial Count Data", Advances in Neural Information Processing Systems 35 (NeurIPS 2022),
 * arXiv:2011.03567: are independent draws from categories with the probabilities theta0?
 *
 * <p>Its evidence is the Bayes factor of a Dirichlet prior over all probabilities against theta0.
 * While theta0 holds, the Bayes factor is a non-negative martingale that starts at 1. Ville's
 * inequality bounds the chance that such a one ever reaches 1/alpha by alpha: whoever stops when it
 * does is wrong with probability alpha at most, after however many looks, and may stop whenever
 * they like.
 *
 * <p>In the same paper, arms that fail at rates which change over time in any way, equally for all
 * arms, are the same test: of the next failure only its arm is asked, and that is a draw with the
 * assignment's probabilities. So one asks whether traffic is split as it should be with requests,
 * and whether arms fail equally often with failures.
 */
public final class MultinomialTest {
  private final double[] logTheta0;
  private final double[] concentrations;

  private MultinomialTest(double[] logTheta0, double[] concentrations) {
    this.logTheta0 = logTheta0;
    this.concentrations = concentrations;
  }

  /**
   * @param theta0 the probabilities under the null hypothesis, above 0 each, 1 together
   * @param concentrations of the Dirichlet prior, above 0 each; 1 each is uniform
   */
  public static MultinomialTest of(double[] theta0, double[] concentrations) {
    if (theta0.length < 2 || theta0.length != concentrations.length) {
      throw new IllegalArgumentException(
          "categories: %d, concentrations: %d (expected: >= 2, equally many)"
              .formatted(theta0.length, concentrations.length));
    }
    for (int i = 0; i < theta0.length; i++) {
      if (!(theta0[i] > 0) || !(concentrations[i] > 0)) {
        throw new IllegalArgumentException(
            "category %d: probability %s, concentration %s (expected: > 0)"
                .formatted(i, theta0[i], concentrations[i]));
      }
    }
    double sum = Arrays.stream(theta0).sum();
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException("probabilities' sum: %s (expected: 1)".formatted(sum));
    }
    return new MultinomialTest(
        Arrays.stream(theta0).map(Math::log).toArray(), concentrations.clone());
  }

  /** A uniform prior. */
  public static MultinomialTest of(double... theta0) {
    double[] ones = new double[theta0.length];
    Arrays.fill(ones, 1);
    return of(theta0, ones);
  }

  /** The natural logarithm of the Bayes factor against theta0, for all draws so far. */
  public double logBayesFactor(long... counts) {
    if (counts.length != logTheta0.length) {
      throw new IllegalArgumentException(
          "counts: %d (expected: %d)".formatted(counts.length, logTheta0.length));
    }
    double concentration = 0;
    double draws = 0;
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new IllegalArgumentException("count: %d (expected: >= 0)".formatted(counts[i]));
      }
      concentration += concentrations[i];
      draws += counts[i];
      sum +=
          LogGamma.value(concentrations[i] + counts[i])
              - LogGamma.value(concentrations[i])
              - counts[i] * logTheta0[i];
    }
    return sum + LogGamma.value(concentration) - LogGamma.value(concentration + draws);
  }
}
