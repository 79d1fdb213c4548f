package io.keelson.serving.watch.drift;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.drift.WindowFinding.Tested;
import io.keelson.serving.watch.drift.WindowFinding.TooFewRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges windows of counts against the training profile's. In a window a feature has drifted if a
 * divergence is above what chance explains for these rows and bins, all tests of the window in
 * view, and reaches its floor; the verdict then takes several windows. The same counts are judged
 * the same, to the last digit.
 *
 * <p>The training profile counts as a sample of its rows too: where it is small, what it happened
 * to miss is not called drift. Its counts must be what its rows put into the bins, not what a
 * sketch of quantiles estimates.
 */
public final class DriftJudge {
  /** At some 0.5 µs a draw a window takes a fifth of its length at most. */
  private static final long DRAWS_PER_SECOND = 400_000;

  private static final long MOST_DRAWS = 24_000_000;

  private final DriftSettings settings;
  private final long draws;
  private final int enoughSimulated;

  /**
   * @param length of the windows: of short ones fewer numbers are drawn, so that they are judged
   *     sooner than the next are over
   */
  public DriftJudge(DriftSettings settings, Duration length) {
    this(settings, draws(length), NullDistribution.ENOUGH_SIMULATED);
  }

  /**
   * @param draws how many numbers may be drawn for a window
   * @param enoughSimulated how many divergences are simulated where nothing drifted, as far as that
   *     fits; it decides how sure the quantile is, and nothing else
   */
  DriftJudge(DriftSettings settings, long draws, int enoughSimulated) {
    this.settings = settings;
    this.draws = draws;
    this.enoughSimulated = enoughSimulated;
  }

  /** How many numbers may be drawn for a window of a length. */
  static long draws(Duration length) {
    return Math.clamp(length.toSeconds() * DRAWS_PER_SECOND, DRAWS_PER_SECOND, MOST_DRAWS);
  }

  /**
   * @param reference the training profile's counts, by feature; the prediction may be one of them
   * @param windows oldest first, of equal length and without overlap; only the latest that the
   *     settings name count. A feature that is not in a window has no rows there
   * @return a verdict for each feature of the reference, by name
   * @throws IllegalArgumentException where a window's counts are of other bins
   */
  public Map<String, FeatureVerdict> judge(
      Map<String, BinCounts> reference, List<Map<String, BinCounts>> windows) {
    SortedMap<String, BinCounts> features = new TreeMap<>(reference);
    Map<String, List<WindowFinding>> findings = new LinkedHashMap<>();
    features.keySet().forEach(feature -> findings.put(feature, new ArrayList<>()));
    int from = Math.max(0, windows.size() - settings.windows());
    for (Map<String, BinCounts> window : windows.subList(from, windows.size())) {
      judgeSorted(features, window)
          .forEach((feature, finding) -> findings.get(feature).add(finding));
    }
    Map<String, FeatureVerdict> verdicts = new LinkedHashMap<>();
    findings.forEach((feature, found) -> verdicts.put(feature, FeatureVerdict.of(found, settings)));
    return verdicts;
  }

  /** What one window says by itself of each feature of the reference, by name. */
  public Map<String, WindowFinding> judgeWindow(
      Map<String, BinCounts> reference, Map<String, BinCounts> window) {
    return judgeSorted(new TreeMap<>(reference), window);
  }

  private Map<String, WindowFinding> judgeSorted(
      SortedMap<String, BinCounts> reference, Map<String, BinCounts> window) {
    Map<String, WindowFinding> findings = new LinkedHashMap<>();
    WindowTests tests = new WindowTests(settings, draws, enoughSimulated);
    reference.forEach(
        (feature, expected) -> {
          BinCounts seen = window.getOrDefault(feature, BinCounts.none(expected.bins()));
          if (Math.min(seen.total(), expected.total()) < settings.minRows()) {
            findings.put(feature, new TooFewRows(expected.total(), seen.total()));
          } else {
            tests.add(feature, expected, seen);
          }
        });
    tests
        .conclude()
        .forEach(
            (feature, evidence) -> {
              BinCounts expected = reference.get(feature);
              BinCounts seen = window.get(feature);
              int bins = NullDistribution.nonEmpty(expected.merge(seen).counts());
              findings.put(feature, new Tested(expected.total(), seen.total(), bins, evidence));
            });
    return findings;
  }
}
