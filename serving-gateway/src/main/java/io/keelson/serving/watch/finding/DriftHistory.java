package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.FeatureDrift.DriftTest;
import io.keelson.serving.watch.profile.ProfiledFeature;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a revision's features were from their training over its windows.
 *
 * @param revision its number
 * @param windows oldest first
 * @param featureCount how many features there are, the prediction among them
 * @param features at most 24: those that drifted in most windows, then those with the highest index
 *     in the newest window
 */
public record DriftHistory(
    int revision, List<Window> windows, int featureCount, List<Feature> features) {
  static final int MAX_FEATURES = 24;

  public DriftHistory {
    windows = List.copyOf(windows);
    features = List.copyOf(features);
  }

  /** One that was judged. */
  public record Window(OffsetDateTime from, Duration length, long rows, DriftVerdict verdict) {
    public OffsetDateTime to() {
      return from.plus(length);
    }
  }

  /**
   * @param drifted in how many of the windows
   * @param points one of each window, in the same order
   */
  public record Feature(ProfiledFeature profiled, int drifted, List<Point> points) {
    public Feature {
      points = List.copyOf(points);
    }

    private static Feature of(ProfiledFeature profiled, List<Point> points) {
      long drifted =
          points.stream().filter(point -> point.verdict() == DriftVerdict.DRIFTED).count();
      return new Feature(profiled, Math.toIntExact(drifted), points);
    }

    private double newest() {
      Double psi = points.getLast().psi();
      return psi == null ? 0 : psi;
    }
  }

  /**
   * What a window said of a feature.
   *
   * @param psi null where nothing was counted
   * @param test that which says most: one by which it drifted before others, and of several that
   *     which is furthest above its floor in proportion to it; null where the rows were too few
   */
  public record Point(DriftVerdict verdict, Double psi, DriftTest test) {
    static Point of(FeatureDrift found) {
      DriftTest most =
          found.tests().stream()
              .max(
                  Comparator.comparing(DriftTest::drifted)
                      .thenComparingDouble(test -> test.value() / test.floor()))
              .orElse(null);
      return new Point(found.verdict(), found.psi(), most);
    }
  }

  /**
   * @param windows oldest first, at least one
   * @param findings of each window those of all features, in the order of the profile
   */
  static DriftHistory of(
      int revision,
      List<Window> windows,
      List<ProfiledFeature> profiled,
      List<List<FeatureDrift>> findings) {
    List<Feature> features = new ArrayList<>();
    IntStream.range(0, profiled.size())
        .forEach(
            index ->
                features.add(
                    Feature.of(
                        profiled.get(index),
                        findings.stream().map(found -> Point.of(found.get(index))).toList())));
    features.sort(
        Comparator.comparingInt(Feature::drifted).thenComparingDouble(Feature::newest).reversed());
    return new DriftHistory(
        revision, windows, profiled.size(), features.stream().limit(MAX_FEATURES).toList());
  }
}
