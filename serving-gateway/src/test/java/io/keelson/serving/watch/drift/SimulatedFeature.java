package io.keelson.serving.watch.drift;

import io.keelson.serving.watch.bins.NumericBins;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Numbers of one kind.
 *
 * @param next draws one; NaN is missing
 * @param below the probability of one that is less than a finite value
 * @param missing the probability of none
 */
record SimulatedFeature(
    String name,
    ToDoubleFunction<RandomGenerator> next,
    DoubleUnaryOperator below,
    double missing) {
  /**
   * Four that are unlike each other: continuous, sparse with missing values, small whole numbers
   * with a long tail, and one that is nearly always the same.
   *
   * @param shift of the continuous one, in standard deviations
   */
  static List<SimulatedFeature> all(double shift) {
    NormalDistribution normal = NormalDistribution.of(shift, 1);
    return List.of(
        new SimulatedFeature(
            "continuous",
            random -> random.nextGaussian() + shift,
            x -> normal.cumulativeProbability(x),
            0),
        new SimulatedFeature(
            "sparse",
            random -> {
              double u = random.nextDouble();
              return u < 0.02 ? Double.NaN : u < 0.6 ? 0 : random.nextExponential();
            },
            x -> x <= 0 ? 0 : 0.58 + 0.4 * -Math.expm1(-x),
            0.02),
        new SimulatedFeature(
            "whole",
            random -> Math.floor(2 * random.nextExponential()),
            x -> x <= 0 ? 0 : -Math.expm1(-Math.ceil(x) / 2),
            0),
        new SimulatedFeature(
            "constant",
            random -> random.nextDouble() < 0.003 ? random.nextInt(1, 4) : 0,
            x -> x <= 0 ? 0 : 0.997 + 0.001 * Math.min(3, Math.ceil(x) - 1),
            0));
  }

  double[] sample(int rows, RandomGenerator random) {
    double[] values = new double[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = next.applyAsDouble(random);
    }
    return values;
  }

  /** Of the bins, the missing values' among them. */
  double[] probabilities(NumericBins bins) {
    double[] edges = bins.edges();
    double[] probabilities = new double[bins.size()];
    double before = 0;
    for (int bin = 0; bin < edges.length; bin++) {
      double upTo = below.applyAsDouble(edges[bin]);
      probabilities[bin] = upTo - before;
      before = upTo;
    }
    probabilities[edges.length] = 1 - missing - before;
    probabilities[bins.missing()] = missing;
    return probabilities;
  }
}
