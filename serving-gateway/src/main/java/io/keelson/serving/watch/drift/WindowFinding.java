package io.keelson.serving.watch.drift;

import java.util.List;

/**
 * What one window says about one feature.
 *
 * @see FeatureVerdict
 */
public sealed interface WindowFinding {
  /** What it comes to. */
  enum Outcome {
    DRIFTED,
    CLEAR,
    /** Too few rows, or the window was not judged. */
    UNTESTED
  }

  Outcome outcome();

  /** How the null quantile and the p-value were found. */
  enum Method {
    CHI_SQUARE,
    RESHUFFLED,
    /** The p-value by the exact tail of a single bin, the quantile by dealing the rows anew. */
    EXACT
  }

  /**
   * Nothing: too few rows.
   *
   * @param referenceRows of the training profile
   * @param windowRows of the window
   */
  record TooFewRows(long referenceRows, long windowRows) implements WindowFinding {
    @Override
    public Outcome outcome() {
      return Outcome.UNTESTED;
    }
  }

  /**
   * Enough rows to tell.
   *
   * @param bins how many were not empty on both sides
   * @param evidence by each criterion that applies to such bins
   */
  record Tested(long referenceRows, long windowRows, int bins, List<Evidence> evidence)
      implements WindowFinding {
    public Tested {
      evidence = List.copyOf(evidence);
    }

    public boolean drifted() {
      return evidence.stream().anyMatch(Evidence::drifted);
    }

    @Override
    public Outcome outcome() {
      return drifted() ? Outcome.DRIFTED : Outcome.CLEAR;
    }
  }

  /**
   * What one criterion says.
   *
   * @param value of the divergence between window and training profile
   * @param nullQuantile what it exceeds by chance with probability alpha, for these rows and bins
   * @param pValue the probability by chance of a value at least as great, for this test by itself
   * @param adjustedPValue the same with all tests of the window in view
   * @param drifted whether the adjusted p-value is within alpha and the value reaches the floor
   */
  record Evidence(
      Divergence divergence,
      double value,
      double nullQuantile,
      double pValue,
      double adjustedPValue,
      boolean drifted,
      Method method) {}
}
