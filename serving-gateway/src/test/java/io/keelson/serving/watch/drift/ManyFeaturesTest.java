package io.keelson.serving.watch.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.WindowFinding.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One that breaks beside hundreds that do not: of 20 bins each, after 10,000 rows. */
class ManyFeaturesTest {
  private static final int VALUES = 20;
  private static final Bins BINS =
      NumericBins.ofEdges(IntStream.range(1, VALUES).asDoubleStream().toArray());
  private static final int MISSING = BINS.size() - 1;

  /** 5,000 rows as the training has them, but for the bin that each is put into. */
  private static BinCounts window(IntUnaryOperator binOf) {
    long[] counts = new long[BINS.size()];
    for (int row = 0; row < 5_000; row++) {
      counts[binOf.applyAsInt(row)]++;
    }
    return BinCounts.of(BINS, counts);
  }

  private static BinCounts reference() {
    long[] counts = new long[BINS.size()];
    Arrays.fill(counts, 0, VALUES, 10_000 / VALUES);
    return BinCounts.of(BINS, counts);
  }

  /** Simulates as few as where features are as many as they may be. */
  private static DriftJudge quickJudge(DriftSettings settings, Duration length) {
    return new DriftJudge(settings, DriftJudge.draws(length), NullDistribution.FEWEST_SIMULATED);
  }

  private static void assertOnlyOneDrifts(int features, Duration length, BinCounts broken) {
    BinCounts same = window(row -> row % VALUES);
    Map<String, BinCounts> reference = new HashMap<>();
    Map<String, BinCounts> window = new HashMap<>();
    for (int i = 0; i < features; i++) {
      reference.put("f" + i, reference());
      window.put("f" + i, i == 77 ? broken : same);
    }
    Map<String, WindowFinding> findings =
        quickJudge(DriftSettings.DEFAULTS, length).judgeWindow(reference, window);

    assertThat(findings)
        .allSatisfy(
            (name, finding) ->
                assertThat(finding.outcome())
                    .as(name)
                    .isEqualTo(name.equals("f77") ? Outcome.DRIFTED : Outcome.CLEAR));
  }

  @Test
  void aColumnThatIsMissingIsFoundBesideOthers() {
    BinCounts missing = window(row -> MISSING);
    assertOnlyOneDrifts(120, Duration.ofHours(1), missing);
    assertOnlyOneDrifts(400, Duration.ofHours(1), missing);
    assertOnlyOneDrifts(400, Duration.ofSeconds(10), missing);
  }

  @Test
  void someMissingValuesAreFoundBesideOthers() {
    assertOnlyOneDrifts(
        400, Duration.ofHours(1), window(row -> row % 100 == 7 ? MISSING : row % VALUES));
  }

  /** Its place stays: the normal scores see nothing of it. */
  @Test
  void aSpreadThatGrowsIsFoundBesideOthers() {
    assertOnlyOneDrifts(
        400,
        Duration.ofHours(1),
        window(row -> row % 10 == 0 ? row / 10 % 2 * (VALUES - 1) : row % VALUES));
  }

  /** A test of 502 bins is simulated 10,000 times at most. */
  @Test
  void categoriesThatAreWrittenAnewAreFoundBesideOthers() {
    Bins bins = CategoryBins.of(IntStream.range(0, 500).mapToObj(Integer::toString).toList());
    long[] even = new long[bins.size()];
    long[] others = new long[bins.size()];
    Arrays.fill(even, 0, 500, 20);
    Arrays.setAll(others, bin -> bin < 500 ? 5 : bin == 500 ? 2_500 : 0);
    Map<String, BinCounts> reference = new HashMap<>();
    Map<String, BinCounts> window = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      reference.put("f" + i, reference());
      window.put("f" + i, window(row -> row % VALUES));
    }
    reference.put("city", BinCounts.of(bins, even));
    window.put("city", BinCounts.of(bins, others));

    assertThat(
            quickJudge(DriftSettings.DEFAULTS, Duration.ofHours(1))
                .judgeWindow(reference, window)
                .get("city")
                .outcome())
        .isEqualTo(Outcome.DRIFTED);
  }

  /** Rows dealt out by chance, of bins with few rows too, without floors. */
  @Test
  void whereNothingBreaksLittleIsCalledSo() {
    assertFewAlarms(15);
  }

  @Tag("heavy")
  @Test
  void inAThousandWindowsLittleIsCalledSo() {
    assertFewAlarms(1_000);
  }

  private static void assertFewAlarms(int windows) {
    DriftSettings defaults = DriftSettings.DEFAULTS;
    DriftSettings settings =
        new DriftSettings(
            defaults.alpha(),
            defaults.criteria().stream()
                .map(of -> new DriftSettings.Criterion(of.divergence(), 0, of.weight()))
                .toList(),
            defaults.minRows(),
            defaults.needed(),
            defaults.windows());
    DriftJudge judge = quickJudge(settings, Duration.ofSeconds(10));
    long alarms =
        IntStream.range(0, windows)
            .parallel()
            .filter(
                window ->
                    judge.judgeWindow(dealt(window, 2_000), dealt(~window, 500)).values().stream()
                        .anyMatch(of -> of.outcome() == Outcome.DRIFTED))
            .count();

    assertThat((int) alarms)
        .isLessThanOrEqualTo(
            BinomialDistribution.of(windows, settings.alpha()).inverseSurvivalProbability(0.001));
  }

  private static Map<String, BinCounts> dealt(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, BinCounts> dealt = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      long[] counts = new long[BINS.size()];
      for (int row = 0; row < rows; row++) {
        counts[random.nextDouble() < 0.01 ? MISSING : random.nextInt(VALUES)]++;
      }
      dealt.put("f" + i, BinCounts.of(BINS, counts));
    }
    return dealt;
  }
}
