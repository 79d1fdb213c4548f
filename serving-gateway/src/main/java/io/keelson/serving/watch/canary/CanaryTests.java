package io.keelson.serving.watch.canary;

import io.keelson.serving.watch.canary.CanaryTest.Judgement;

/**
 * Two ways in which a canary may be worse than the stable revision: it fails more often, and it
 * refuses more often as its callers' fault, as one does that an input was renamed in. Refusals have
 * a {@link CanaryTest} of their own, since callers who ask wrongly are many, whoever answers them,
 * and would hide errors among themselves. Each of the two has a part of alpha: that one of them
 * ever finds a canary worse that is not has the probability of alpha at most, whatever the two have
 * to do with each other. Errors have four fifths, as small differences count; a canary that refuses
 * what it should answer seldom does so by a few percent.
 */
public final class CanaryTests {
  private static final double ERRORS = 0.8;
  private final CanaryTest errors;
  private final CanaryTest refusals;

  /**
   * @param alpha of both together, between 0 and 1
   */
  public CanaryTests(double alpha) {
    this.errors = new CanaryTest(alphaOfErrors(alpha));
    this.refusals = new CanaryTest(alphaOfRefusals(alpha));
  }

  /** The part of it by which errors are judged. */
  public static double alphaOfErrors(double alpha) {
    return alpha * ERRORS;
  }

  /** The part of it by which refusals are judged. */
  public static double alphaOfRefusals(double alpha) {
    return alpha * (1 - ERRORS);
  }

  /** What {@link CanaryErrors} says of errors holds for refusals as well. */
  public Findings judge(CanaryErrors errors, CanaryErrors refusals) {
    return new Findings(this.errors.judge(errors), this.refusals.judge(refusals));
  }

  /** What either test says. */
  public record Findings(Judgement errors, Judgement refusals) {
    public boolean worse() {
      return errors.worse() || refusals.worse();
    }
  }
}
