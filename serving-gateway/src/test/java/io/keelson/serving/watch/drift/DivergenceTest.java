package io.keelson.serving.watch.drift;

import static io.keelson.serving.watch.References.billionth;
import static io.keelson.serving.watch.References.doubles;
import static io.keelson.serving.watch.References.longs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.watch.References;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.BinTally;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.bins.NumericBins;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DivergenceTest {
  private static void same(double value, JsonObject expected, String name) {
    double reference = expected.getDouble(name);
    assertThat(value).as("%s of %s", name, expected).isCloseTo(reference, billionth(reference));
  }

  @Test
  void countsAreAsFarApartAsEvidentlyAndSciPySay() {
    for (JsonObject expected : References.of("divergences")) {
      long[] reference = longs(expected.getJsonArray("reference"));
      long[] window = longs(expected.getJsonArray("window"));
      double distance = Divergence.JENSEN_SHANNON.between(reference, window);

      same(Divergence.PSI.between(reference, window), expected, "psi");
      same(distance, expected, "jensenShannon");
      same(distance / Math.sqrt(Math.log(2)), expected, "jensenShannonBase2");
    }
  }

  @Test
  void samplesInEvidentlysBinsAreAsFarApartAsEvidentlySays() {
    for (JsonObject expected : References.of("numeric")) {
      NumericBins bins = NumericBins.ofEdges(doubles(expected.getJsonArray("edges")));
      BinCounts reference = counts(bins, expected.getJsonArray("reference"));
      BinCounts window = counts(bins, expected.getJsonArray("window"));

      same(Divergence.PSI.between(reference, window), expected, "psi");
      same(Divergence.JENSEN_SHANNON.between(reference, window), expected, "jensenShannon");
      same(Divergence.RANK_SHIFT.between(reference, window), expected, "rankShift");
      same(Divergence.NORMAL_SCORES.between(reference, window), expected, "normalScores");
    }
  }

  private static BinCounts counts(NumericBins bins, JsonArray values) {
    return tally(bins, doubles(values));
  }

  @Test
  void chanceExplainsWhatSciPysChiSquareSays() {
    for (JsonObject expected : References.of("chiSquare")) {
      ChiSquareNull psi = Divergence.PSI.chiSquareNull().orElseThrow();
      ChiSquareNull jensenShannon = Divergence.JENSEN_SHANNON.chiSquareNull().orElseThrow();
      int bins = expected.getInteger("bins");
      long n = expected.getLong("n");
      long m = expected.getLong("m");
      double alpha = expected.getDouble("alpha");
      double statistic = expected.getDouble("statistic");

      same(psi.quantile(alpha, bins, n, m), expected, "psiQuantile");
      same(psi.tail(statistic, bins, n, m), expected, "psiTail");
      same(jensenShannon.quantile(alpha, bins, n, m), expected, "jensenShannonQuantile");
      same(jensenShannon.tail(statistic, bins, n, m), expected, "jensenShannonTail");
    }
  }

  @Test
  void binsThatBothLeftEmptyCountForNothing() {
    for (Divergence divergence : List.of(Divergence.PSI, Divergence.JENSEN_SHANNON)) {
      assertThat(divergence.between(new long[] {40_000, 0, 1, 0}, new long[] {30, 0, 5, 0}))
          .isEqualTo(divergence.between(new long[] {40_000, 1}, new long[] {30, 5}));
    }
  }

  @Test
  void ranksShiftByAQuarterOfWhatANormalDistributionMoves() {
    SplittableRandom random = new SplittableRandom(1);
    NumericBins bins = NumericBins.quantiles(normal(random, 100_000, 0), 20);
    BinCounts reference = tally(bins, normal(random, 100_000, 0));

    assertThat(Divergence.RANK_SHIFT.between(reference, tally(bins, normal(random, 100_000, 0.2))))
        .isCloseTo(0.2 / (2 * Math.sqrt(Math.PI)), within(0.003));
    assertThat(Divergence.RANK_SHIFT.between(reference, tally(bins, normal(random, 1_000, 50))))
        .isCloseTo(0.5, within(0.03));
  }

  @Test
  void normalScoresMoveByAsManyStandardDeviationsAsANormalDistributionDoes() {
    SplittableRandom random = new SplittableRandom(1);
    NumericBins bins = NumericBins.quantiles(normal(random, 100_000, 0), 20);
    BinCounts reference = tally(bins, normal(random, 100_000, 0));

    assertThat(moved(reference, tally(bins, normal(random, 100_000, 0.1))))
        .isCloseTo(0.1, within(0.01));
    assertThat(moved(reference, tally(bins, normal(random, 100_000, -0.25))))
        .isCloseTo(0.25, within(0.02));
    assertThat(moved(reference, tally(bins, normal(random, 1_000, 50))))
        .isCloseTo(1.6, within(0.1));
    assertThat(moved(reference, reference)).isCloseTo(0, within(1e-12));
  }

  private static double moved(BinCounts reference, BinCounts window) {
    return Divergence.NORMAL_SCORES.between(reference, window);
  }

  private static double[] normal(SplittableRandom random, int rows, double mean) {
    double[] values = new double[rows];
    Arrays.setAll(values, row -> random.nextGaussian() + mean);
    return values;
  }

  private static BinCounts tally(NumericBins bins, double[] values) {
    BinTally tally = new BinTally(bins);
    Arrays.stream(values).forEach(tally::add);
    return tally.counts();
  }

  @Test
  void missingRowsMoveNothing() {
    NumericBins bins = NumericBins.ofEdges(0, 1);
    BinCounts reference = BinCounts.of(bins, 10, 20, 30, 5);

    for (Divergence divergence : List.of(Divergence.RANK_SHIFT, Divergence.NORMAL_SCORES)) {
      assertThat(divergence.between(reference, BinCounts.of(bins, 10, 20, 30, 500)))
          .isCloseTo(0, within(1e-12));
      assertThat(divergence.between(reference, BinCounts.of(bins, 0, 0, 0, 500))).isZero();
    }
  }

  @Test
  void categoriesHaveNoOrder() {
    BinCounts counts = BinCounts.of(CategoryBins.of(List.of("a")), 1, 2, 3);

    for (Divergence divergence : List.of(Divergence.RANK_SHIFT, Divergence.NORMAL_SCORES)) {
      assertThatIllegalArgumentException().isThrownBy(() -> divergence.between(counts, counts));
    }
  }

  @Test
  void noRowsAreNotAnyDistanceApart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Divergence.PSI.between(new long[2], new long[] {1, 2}));
  }
}
