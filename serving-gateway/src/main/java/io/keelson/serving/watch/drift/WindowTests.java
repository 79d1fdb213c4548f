package io.keelson.serving.watch.drift;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.drift.DriftSettings.Criterion;
import io.keelson.serving.watch.drift.NullDistribution.Tail;
import io.keelson.serving.watch.drift.WindowFinding.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All tests of one window, of which none is decided before the p-values of all are known. */
final class WindowTests {
  /** A test is simulated on until it resolves a tenth of what the least p-value must be. */
  private static final double RESOLUTION = 10;

  private static final int LEAST_RESOLUTION = 9_999;

  /**
   * How many numbers may be drawn, one for each bin of a simulated divergence, in some 0.5 µs. A
   * window that takes more goes on with the least for each test: only many features that have
   * drifted take so many, and of many the adjustment asks for less.
   */
  private static final int MOST_DRAWS_PER_WINDOW = 8_000_000;

  private static final int MOST_DRAWS_PER_TEST = 5_000_000;
  private static final int LEAST_DRAWS_PER_TEST = 500_000;

  /** A weight of 1 is an equal share of alpha. */
  private record Counts(
      String feature, Criterion criterion, double weight, BinCounts reference, BinCounts window) {}

  /** What a test says by itself. */
  private record Alone(Counts of, double value, Tail tail) {}

  private final DriftSettings settings;
  private final List<Counts> tests = new ArrayList<>();

  WindowTests(DriftSettings settings) {
    this.settings = settings;
  }

  void add(String feature, BinCounts reference, BinCounts window) {
    reference.requireSameBins(window);
    List<Criterion> criteria =
        settings.criteria().stream()
            .filter(criterion -> criterion.divergence().appliesTo(reference.bins()))
            .toList();
    double mean = criteria.stream().mapToDouble(Criterion::weight).average().orElseThrow();
    for (Criterion criterion : criteria) {
      tests.add(new Counts(feature, criterion, criterion.weight() / mean, reference, window));
    }
  }

  /** By feature, in the order in which they were added. */
  Map<String, List<Evidence>> conclude() {
    List<Alone> alone = testEach();
    double[] adjusted =
        BenjaminiHochberg.adjusted(
            alone.stream().mapToDouble(test -> test.tail.pValue()).toArray(),
            alone.stream().mapToDouble(test -> test.of.weight).toArray());
    Map<String, List<Evidence>> concluded = new LinkedHashMap<>();
    for (int i = 0; i < adjusted.length; i++) {
      Alone test = alone.get(i);
      concluded
          .computeIfAbsent(test.of.feature, feature -> new ArrayList<>())
          .add(conclude(test, adjusted[i]));
    }
    return concluded;
  }

  private List<Alone> testEach() {
    long drawn = 0;
    List<Alone> alone = new ArrayList<>();
    for (Counts counts : tests) {
      int bins = counts.reference.bins().size();
      Alone test = test(counts, mostSimulated(bins, drawn));
      drawn += (long) test.tail.simulated() * bins;
      alone.add(test);
    }
    return alone;
  }

  private int mostSimulated(int bins, long drawn) {
    int least =
        Math.clamp(LEAST_DRAWS_PER_TEST / bins, NullDistribution.LEAST_SIMULATED, LEAST_RESOLUTION);
    if (drawn >= MOST_DRAWS_PER_WINDOW) {
      return NullDistribution.LEAST_SIMULATED;
    }
    double wanted = RESOLUTION * tests.size() / settings.alpha();
    return (int) Math.clamp(wanted, least, Math.max(least, MOST_DRAWS_PER_TEST / bins));
  }

  private Alone test(Counts of, int mostSimulated) {
    Divergence divergence = of.criterion.divergence();
    long[] reference = of.reference.counts();
    long[] window = of.window.counts();
    double value = divergence.between(reference, window);
    long seed =
        31L * (31L * of.feature.hashCode() + Arrays.hashCode(reference)) + Arrays.hashCode(window);
    Tail tail =
        new NullDistribution(divergence, settings.alpha())
            .tail(reference, window, value, mostSimulated, seed);
    return new Alone(of, value, tail);
  }

  private Evidence conclude(Alone test, double adjustedPValue) {
    boolean drifted = adjustedPValue <= settings.alpha() && test.value >= test.of.criterion.floor();
    return new Evidence(
        test.of.criterion.divergence(),
        test.value,
        test.tail.quantile(),
        test.tail.pValue(),
        adjustedPValue,
        drifted,
        test.tail.method());
  }
}
