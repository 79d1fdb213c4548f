package io.keelson.serving.watch.canary;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The evidence of a {@link CanaryTest} kept up error by error, at two multiplications for each
 * ratio of its prior. It overflows only far above what ends a rollout; what underflows is of a
 * ratio that the errors so far have ruled out.
 */
final class RunningEvidence {
  /** By share: what an error of the stable revision multiplies each likelihood by. */
  private final Map<Double, double[]> ofStable = new HashMap<>();

  private final double[] ratios = new double[RatioPrior.SIZE];
  private final double[] likelihoods = new double[RatioPrior.SIZE];
  private double evidence;

  RunningEvidence() {
    Arrays.setAll(ratios, RatioPrior::ratio);
    begin();
  }

  /** Forgets all errors. */
  void begin() {
    Arrays.setAll(likelihoods, RatioPrior::weight);
    evidence = 1;
  }

  void add(double share, boolean isCanary) {
    double[] factors = ofStable.computeIfAbsent(share, this::factors);
    double sum = 0;
    for (int i = 0; i < likelihoods.length; i++) {
      likelihoods[i] *= isCanary ? factors[i] * ratios[i] : factors[i];
      sum += likelihoods[i];
    }
    evidence = sum;
  }

  private double[] factors(double share) {
    double[] factors = new double[ratios.length];
    Arrays.setAll(factors, i -> 1 / (share * ratios[i] + 1 - share));
    return factors;
  }

  double evidence() {
    return evidence;
  }
}
