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
  /** A test is simulated on until it resolves a tenth of what its p-value must be at the least. */
  private static final double RESOLUTION = 10;

  private static final int LEAST_RESOLUTION = 9_999;

  private static final int MOST_DRAWS_PER_TEST = 5_000_000;
  private static final int LEAST_DRAWS_PER_TEST = 500_000;

  /** A weight of 1 is an equal share of alpha. */
  private record Counts(
      String feature, Criterion criterion, double weight, BinCounts reference, BinCounts window) {}

  /** What a test says by itself. */
  private record Alone(Counts of, double value, Tail tail) {
    private long drawn() {
      return (long) tail.simulated() * of.reference.bins().size();
    }
  }

  private final DriftSettings settings;
  private final long budget;
  private final int enoughSimulated;
  private final List<Counts> tests = new ArrayList<>();
  private long drawn;

  /**
   * @param budget how many numbers may be drawn for all tests together, one for each bin of a
   *     simulated divergence
   * @param enoughSimulated how many divergences a test simulates anyway, where they fit
   */
  WindowTests(DriftSettings settings, long budget, int enoughSimulated) {
    this.settings = settings;
    this.budget = budget;
    this.enoughSimulated = enoughSimulated;
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
    drawn = alone.stream().mapToLong(Alone::drawn).sum();
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

  /** How many numbers the conclusion has taken. */
  long drawn() {
    return drawn;
  }

  /**
   * Two thirds of the budget are for what each test takes anyway; the rest, and what is left of it,
   * for those that have drifted. Where it is used up, a test goes on with the least: only many
   * features that have drifted take so many, and of many the adjustment asks for less.
   */
  private List<Alone> testEach() {
    long waiting = tests.stream().mapToLong(counts -> counts.reference.bins().size()).sum();
    int least =
        (int)
            Math.clamp(
                budget * 2 / 3 / Math.max(1, waiting),
                NullDistribution.FEWEST_SIMULATED,
                enoughSimulated);
    long left = budget;
    List<Alone> alone = new ArrayList<>();
    for (Counts counts : tests) {
      int bins = counts.reference.bins().size();
      waiting -= bins;
      Alone test = test(counts, least, mostSimulated(counts, least, left - waiting * least));
      left -= test.drawn();
      alone.add(test);
    }
    return alone;
  }

  /**
   * @param free what may be drawn for this test, so that enough is left for those after it
   */
  private int mostSimulated(Counts of, int least, long free) {
    int bins = of.reference.bins().size();
    double wanted = Math.min(RESOLUTION / decisive(of), (double) MOST_DRAWS_PER_TEST / bins);
    double enough =
        Math.max(wanted, Math.clamp(LEAST_DRAWS_PER_TEST / bins, least, LEAST_RESOLUTION));
    return (int) Math.max(least, Math.min(enough, (double) free / bins));
  }

  /** With a p-value as small it has drifted whatever the other tests say. */
  private double decisive(Counts of) {
    return settings.alpha() * of.weight / tests.size();
  }

  private Alone test(Counts of, int leastSimulated, int mostSimulated) {
    Divergence divergence = of.criterion.divergence();
    long[] reference = of.reference.counts();
    long[] window = of.window.counts();
    double value = divergence.between(reference, window);
    long seed =
        31L * (31L * of.feature.hashCode() + Arrays.hashCode(reference)) + Arrays.hashCode(window);
    Tail tail =
        new NullDistribution(divergence, settings.alpha())
            .tail(reference, window, value, leastSimulated, mostSimulated, decisive(of), seed);
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
