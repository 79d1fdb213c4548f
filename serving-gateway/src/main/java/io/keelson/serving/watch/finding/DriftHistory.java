package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.FeatureDrift.DriftTest;
import io.keelson.serving.watch.profile.ProfiledFeature;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * How far a revision's features were from their training over its windows. What was found of the
 * features is read only when it is asked for, and then once: it is much, and the rest says nothing
 * of it.
 */
public final class DriftHistory {
  static final int MAX_FEATURES = 24;

  /** The text of a finding, of two tests at most, and the point that is made of it. */
  static final int BYTES_PER_FINDING = 1_000;

  /** Reads, of each window in their order, those of all features; null for one that is gone. */
  @FunctionalInterface
  interface Findings {
    List<String> read();
  }

  private final int revision;
  private final List<Window> windows;
  private final List<ProfiledFeature> profiled;
  private final Findings findings;
  private List<Feature> features;

  /**
   * @param revision its number
   * @param windows oldest first, at least one
   * @param findings in the order of the profile, as JSON
   */
  DriftHistory(
      int revision, List<Window> windows, List<ProfiledFeature> profiled, Findings findings) {
    this.revision = revision;
    this.windows = List.copyOf(windows);
    this.profiled = List.copyOf(profiled);
    this.findings = findings;
  }

  /** The number of the revision. */
  public int revision() {
    return revision;
  }

  /** Oldest first. */
  public List<Window> windows() {
    return windows;
  }

  /** How many features there are, the prediction among them. */
  public int featureCount() {
    return profiled.size();
  }

  /**
   * At most 24: those that drifted in most windows, then those with the highest index in the newest
   * window. They are read once, however often they are asked for.
   *
   * @param hold takes room for the bytes that reading them fills, before they are read
   */
  public synchronized List<Feature> features(LongConsumer hold) {
    if (features == null) {
      hold.accept((long) BYTES_PER_FINDING * windows.size() * profiled.size());
      features = read();
    }
    return features;
  }

  private List<Feature> read() {
    List<List<Point>> found = findings.read().stream().map(this::points).toList();
    List<Feature> all = new ArrayList<>();
    IntStream.range(0, profiled.size())
        .forEach(
            index ->
                all.add(
                    Feature.of(
                        profiled.get(index),
                        found.stream().map(window -> window.get(index)).toList())));
    all.sort(
        Comparator.comparingInt(Feature::drifted).thenComparingDouble(Feature::newest).reversed());
    return all.stream().limit(MAX_FEATURES).toList();
  }

  private List<Point> points(String found) {
    return found == null
        ? Collections.nCopies(profiled.size(), Point.GONE)
        : Drift.fromJson(new JsonArray(found)).stream().map(Point::of).toList();
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
    private static final Point GONE = new Point(DriftVerdict.INSUFFICIENT, null, null);

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
}
