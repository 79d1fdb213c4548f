package io.keelson.serving.watch.bins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BinsTest {
  private static double[] sample(Random random) {
    double[] sample = new double[random.nextInt(500)];
    int kind = random.nextInt(4);
    Arrays.setAll(
        sample,
        i ->
            switch (kind) {
              case 0 -> random.nextGaussian();
              case 1 -> random.nextInt(4) - 1;
              case 2 -> random.nextBoolean() ? 0 : Math.exp(random.nextGaussian());
              default -> random.nextInt(10) == 0 ? Double.NaN : random.nextDouble();
            });
    return sample;
  }

  @RepeatedTest(200)
  void everyValueFallsBetweenTheEdgesOfItsBin(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NumericBins bins = NumericBins.quantiles(sample(random), 2 + random.nextInt(20));
    double[] edges = bins.edges();

    for (double value : new double[] {random.nextGaussian(), 0, -0.0, 1, 1e300, -1e300}) {
      int bin = bins.binOf(value);
      assertThat(bin).isBetween(0, bins.missing() - 1);
      assertThat(bin == 0 || edges[bin - 1] <= value).isTrue();
      assertThat(bin == edges.length || value < edges[bin]).isTrue();
    }
    assertThat(bins.binOf(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(bins.binOf(Double.POSITIVE_INFINITY)).isEqualTo(edges.length);
    assertThat(bins.binOf(Double.NaN)).isEqualTo(bins.missing());
  }

  @RepeatedTest(200)
  void whatIsWrittenReadsTheSame(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double[] sample = sample(random);
    NumericBins bins = NumericBins.quantiles(sample, 10);
    BinTally tally = new BinTally(bins);
    Arrays.stream(sample).forEach(tally::add);

    Bins read = Bins.fromJson(new JsonObject(bins.toJson().encode()));
    assertThat(read).isEqualTo(bins);
    assertThat(read.fingerprint()).isEqualTo(bins.fingerprint());
    assertThat(BinCounts.fromJson(read, new JsonObject(tally.counts().toJson().encode())))
        .isEqualTo(tally.counts());
  }

  @Test
  void theTextOfBinsDoesNotChange() {
    assertThat(NumericBins.ofEdges(-1.5, -0.0, 2, 1e21).toJson().encode())
        .isEqualTo("{\"kind\":\"numeric\",\"edges\":[-1.5,0.0,2.0,1.0E21]}");
    assertThat(CategoryBins.of(List.of("b", "a")).toJson().encode())
        .isEqualTo("{\"kind\":\"category\",\"categories\":[\"a\",\"b\"]}");
    assertThat(CategoryBins.of(List.of("b", "a")).fingerprint())
        .isEqualTo("53c13c5576400b2f1974ea47f1deb6f7b43ddd0ba243078c810ce089cdc8761f");
  }

  @Test
  void quantileBinsHoldEquallyMany() {
    double[] sample = new Random(1).doubles(10_000).toArray();
    BinTally tally = new BinTally(NumericBins.quantiles(sample, 10));
    Arrays.stream(sample).forEach(tally::add);

    assertThat(tally.counts().counts())
        .containsExactly(1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 0);
  }

  @Test
  void aValueThatFillsABinHasOneToItself() {
    double[] sample = new double[100];
    Arrays.setAll(sample, i -> i < 60 ? 0 : i);
    NumericBins bins = NumericBins.quantiles(sample, 5);

    assertThat(bins.binOf(0)).isNotIn(bins.binOf(-1), bins.binOf(0.001), bins.binOf(60));
  }

  @Test
  void aConstantThatChangesIsSeenInEitherDirection() {
    NumericBins bins = NumericBins.quantiles(new double[] {7, 7, 7}, 10);

    assertThat(bins.binOf(7)).isNotIn(bins.binOf(6.9), bins.binOf(7.1));
    assertThat(bins.binOf(6.9)).isNotEqualTo(bins.binOf(7.1));
  }

  @Test
  void aSampleWithoutValuesLeavesOneBinAndTheMissing() {
    assertThat(NumericBins.quantiles(new double[] {Double.NaN}, 10).size()).isEqualTo(2);
  }

  @Test
  void whatWasNotNamedIsOtherAndNullIsMissing() {
    CategoryBins bins =
        CategoryBins.mostFrequent(Map.of("rare", 1L, "b", 5L, "a", 5L, "common", 9L), 3);

    assertThat(bins.categories()).containsExactly("a", "b", "common");
    assertThat(bins.binOf("rare")).isEqualTo(bins.other());
    assertThat(bins.binOf((String) null)).isEqualTo(bins.missing());
  }

  @Test
  void numbersCountAsCategoriesByTheirText() {
    CategoryBins bins = CategoryBins.of(List.of("3", "3.5"));
    BinTally tally = new BinTally(bins);
    tally.add(3);
    tally.add(3.5);
    tally.add(Double.NaN);
    tally.add(4);

    assertThat(tally.counts().counts()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void edgesMustRise() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumericBins.ofEdges(1, 1))
        .withMessageContaining("edge 1: 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumericBins.ofEdges(Double.POSITIVE_INFINITY));
  }

  @Test
  void otherTextIsNoBins() {
    for (String text :
        List.of(
            "{}",
            "{\"kind\":\"other\"}",
            "{\"kind\":\"numeric\"}",
            "{\"kind\":\"numeric\",\"edges\":[\"1\"]}",
            "{\"kind\":\"numeric\",\"edges\":[null]}",
            "{\"kind\":\"category\",\"categories\":[1]}",
            "{\"kind\":7}")) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> Bins.fromJson(new JsonObject(text)));
    }
  }
}
