package io.keelson.serving.watch.drift;

import io.keelson.serving.watch.drift.WindowFinding.Outcome;
import java.util.Collections;
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

  static FeatureVerdict of(List<WindowFinding> findings, DriftSettings settings) {
    List<Outcome> outcomes = findings.stream().map(WindowFinding::outcome).toList();
    return new FeatureVerdict(verdict(outcomes, settings), findings);
  }

  /**
   * Drifted as soon as enough windows show it. All is well only if the newest window was tested and
   * whatever the untested ones would have shown makes no difference.
   *
   * @param outcomes oldest first
   */
  public static DriftVerdict verdict(List<Outcome> outcomes, DriftSettings settings) {
    if (Collections.frequency(outcomes, Outcome.DRIFTED) >= settings.needed()) {
      return DriftVerdict.DRIFTED;
    }
    boolean cannotBeDrifted =
        Collections.frequency(outcomes, Outcome.CLEAR) > settings.windows() - settings.needed();
    boolean newestTested = !outcomes.isEmpty() && outcomes.getLast() != Outcome.UNTESTED;
    return newestTested && cannotBeDrifted ? DriftVerdict.STABLE : DriftVerdict.INSUFFICIENT;
  }
}
