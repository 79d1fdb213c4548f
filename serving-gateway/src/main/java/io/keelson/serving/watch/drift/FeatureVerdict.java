package io.keelson.serving.watch.drift;

import java.util.List;

/**
 * What the latest windows together say about one feature.
 *
 * @param windows one finding for each, oldest first
 */
public record FeatureVerdict(DriftVerdict verdict, List<WindowFinding> windows) {
  public FeatureVerdict {
    windows = List.copyOf(windows);
  }

  /**
   * Drifted as soon as enough windows show it. All is well only if the newest window was tested and
   * whatever the untested ones would have shown makes no difference.
   */
  static FeatureVerdict of(List<WindowFinding> findings, DriftSettings settings) {
    int drifted = 0;
    int clear = 0;
    boolean newestTested = false;
    for (WindowFinding finding : findings) {
      switch (finding) {
        case WindowFinding.TooFewRows tooFew -> newestTested = false;
        case WindowFinding.Tested tested -> {
          newestTested = true;
          drifted += tested.drifted() ? 1 : 0;
          clear += tested.drifted() ? 0 : 1;
        }
      }
    }
    return new FeatureVerdict(verdict(drifted, clear, newestTested, settings), findings);
  }

  private static DriftVerdict verdict(
      int drifted, int clear, boolean newestTested, DriftSettings settings) {
    if (drifted >= settings.needed()) {
      return DriftVerdict.DRIFTED;
    }
    boolean cannotBeDrifted = clear > settings.windows() - settings.needed();
    return newestTested && cannotBeDrifted ? DriftVerdict.STABLE : DriftVerdict.INSUFFICIENT;
  }
}
