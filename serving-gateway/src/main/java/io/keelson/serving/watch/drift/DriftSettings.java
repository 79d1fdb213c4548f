package io.keelson.serving.watch.drift;

import java.util.List;

/**
 * When a feature is said to have drifted.
 *
 * @param alpha the greatest probability that anything is called drifted in a window where nothing
 *     did
 * @param criteria of which one is enough; each is one more test that the others pay for
 * @param minRows fewer rows of a window or of its reference are too few to say anything
 * @param needed how many of the latest {@code windows} must show it
 */
public record DriftSettings(
    double alpha, List<Criterion> criteria, int minRows, int needed, int windows) {
  public static final int MAX_WINDOWS = 100;

  /**
   * What is looked at.
   *
   * @param floor what the divergence must reach besides being above chance: with many rows, what
   *     nobody cares about is
   * @param weight how much of alpha it gets, in proportion to the other criteria of a feature
   */
  public record Criterion(Divergence divergence, double floor, double weight) {
    public Criterion {
      if (!(weight > 0 && weight <= 1_000)) {
        throw new IllegalArgumentException(
            "weight: %s (expected: > 0, <= 1,000)".formatted(weight));
      }
      if (!(floor >= 0)) {
        throw new IllegalArgumentException("floor: %s (expected: >= 0)".formatted(floor));
      }
    }
  }

  /**
   * 1 % false alarms, 100 rows, two of three windows; floors that a mean reaches by moving 0.05
   * standard deviations. Of numbers most of alpha goes to the shift of normal scores: most of what
   * happens to numbers is one, and what it does not see, such as a jump of missing values, is
   * seldom small.
   */
  public static final DriftSettings DEFAULTS =
      new DriftSettings(
          0.01,
          List.of(
              new Criterion(Divergence.JENSEN_SHANNON, 0.018, 1),
              new Criterion(Divergence.NORMAL_SCORES, 0.05, 19)),
          100,
          2,
          3);

  public DriftSettings {
    criteria = List.copyOf(criteria);
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha: %s (expected: between 0 and 1)".formatted(alpha));
    }
    if (criteria.stream().allMatch(of -> of.divergence().needsOrder())) {
      throw new IllegalArgumentException(
          "criteria: %s (expected: one for categories too)".formatted(criteria));
    }
    if (minRows < 1) {
      throw new IllegalArgumentException("minRows: %d (expected: >= 1)".formatted(minRows));
    }
    if (needed < 1 || needed > windows || windows > MAX_WINDOWS) {
      throw new IllegalArgumentException(
          "needed: %d of %d windows (expected: 1 <= needed <= windows <= %d)"
              .formatted(needed, windows, MAX_WINDOWS));
    }
  }
}
