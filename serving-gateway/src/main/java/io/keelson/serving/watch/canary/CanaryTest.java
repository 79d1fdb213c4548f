package io.keelson.serving.watch.canary;

import io.keelson.serving.watch.canary.CanaryErrors.AtShare;

/**
 * Whether a canary fails more often than the stable revision, to be asked after every error if one
 * likes: the one-sided form, for shares that change, of the test for time-inhomogeneous Bernoulli
 * processes in M. Lindon and A. Malek, "Anytime-Valid Inference for Multinomial Count Data",
 * Advances in Neural Information Processing Systems 35 (NeurIPS 2022), arXiv:2011.03567.
 *
 * <p>Errors may become more or less likely at any time, as long as they do so for both. Where both
 * fail alike, an error is the canary's with the probability of its share, rho. Where the canary
 * fails r times as often, it is the canary's with probability r rho / (r rho + 1 - rho). For each r
 * the likelihood ratio of all errors so far is a non-negative martingale that starts at 1, and so
 * is its mean over a prior of r. As all of these r are above 1, the mean rises at no time in
 * expectation where the canary fails less often, either. By Ville's inequality it ever reaches
 * 1/alpha with probability alpha at most unless the canary is worse at some time: that is the bound
 * on false rollbacks of a whole rollout, however often one looks and whatever the shares were, as
 * long as each was set before the errors that count under it.
 *
 * <p>The prior of r is {@link RatioPrior}'s.
 *
 * <p>Errors alone count, not requests: no errors is no evidence, in neither direction, and nothing
 * here says that a canary is good. How many errors are needed depends on the share. With alpha of
 * 0.01 and two errors of the stable revision it takes 4 of the canary at a share of a tenth, and 14
 * at one half: the smaller the share, the more an error of the canary says.
 */
public final class CanaryTest {
  private final double alpha;

  /**
   * @param alpha the greatest probability that a rollout of a canary that is not worse is ever
   *     judged as worse, such as 0.01
   */
  public CanaryTest(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha: %s (expected: between 0 and 1)".formatted(alpha));
    }
    this.alpha = alpha;
  }

  /**
   * The first judgement as worse is to be acted upon: later errors may take the evidence down
   * again, but not back what it has shown.
   */
  public Judgement judge(CanaryErrors errors) {
    return new Judgement(errors, logEvidence(errors), alpha);
  }

  /**
   * What a judgement rests on.
   *
   * @param logEvidence the natural logarithm of the likelihood ratio; 0 is none
   */
  public record Judgement(CanaryErrors errors, double logEvidence, double alpha) {
    public boolean worse() {
      return logEvidence >= threshold();
    }

    /** What the evidence must reach: the natural logarithm of 1/alpha. */
    public double threshold() {
      return -Math.log(alpha);
    }

    /** Valid at any time: the least of those seen so far may be used. */
    public double pValue() {
      return Math.min(1, Math.exp(-logEvidence));
    }
  }

  private static double logEvidence(CanaryErrors errors) {
    if (errors.counts().stream().allMatch(at -> at.canary() + at.stable() == 0)) {
      // Rounded, the weights' sum is not 1.
      return 0;
    }
    double[] logs = new double[RatioPrior.SIZE];
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(RatioPrior.weight(i)) + logLikelihoodRatio(errors, RatioPrior.ratio(i));
      greatest = Math.max(greatest, logs[i]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - greatest);
    }
    return greatest + Math.log(sum);
  }

  private static double logLikelihoodRatio(CanaryErrors errors, double ratio) {
    double sum = 0;
    for (AtShare at : errors.counts()) {
      double either = at.share() * ratio + 1 - at.share();
      sum += at.canary() * Math.log(ratio) - (at.canary() + at.stable()) * Math.log(either);
    }
    return sum;
  }
}
