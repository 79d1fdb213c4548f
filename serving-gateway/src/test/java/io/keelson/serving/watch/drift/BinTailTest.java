package io.keelson.serving.watch.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.junit.jupiter.api.Test;

class BinTailTest {
  private static double ofTwoBins(int marked, int all, int drawn, int seen) {
    return BinTail.pValue(
        new long[] {marked - seen, all - marked - drawn + seen}, new long[] {seen, drawn - seen});
  }

  /** Of all dealings that there are, whatever the level. */
  @Test
  void asSmallAPValueComesWithItsProbabilityAtMost() {
    for (int[] of : new int[][] {{5, 10, 7}, {30, 100, 20}, {3, 1_000, 100}, {900, 1_000, 300}}) {
      int marked = of[0];
      int all = of[1];
      int drawn = of[2];
      HypergeometricDistribution chance = HypergeometricDistribution.of(all, marked, drawn);
      int least = chance.getSupportLowerBound();
      int most = chance.getSupportUpperBound();
      for (int at = least; at <= most; at++) {
        double level = ofTwoBins(marked, all, drawn, at);
        double probability = 0;
        for (int seen = least; seen <= most; seen++) {
          probability +=
              ofTwoBins(marked, all, drawn, seen) <= level ? chance.probability(seen) : 0;
        }
        assertThat(probability)
            .as("%d marked of %d, %d drawn, level %s", marked, all, drawn, level)
            .isLessThanOrEqualTo(level + 1e-9);
      }
    }
  }

  @Test
  void farOutItIsTheTailItself() {
    HypergeometricDistribution chance = HypergeometricDistribution.of(15_000, 750, 5_000);

    assertThat(Math.log10(ofTwoBins(750, 15_000, 5_000, 400)))
        .isCloseTo(Math.log10(4 * chance.survivalProbability(399)), within(0.1));
    assertThat(ofTwoBins(750, 15_000, 5_000, 250)).as("as expected").isEqualTo(1);
  }

  @Test
  void aColumnThatGoesMissingIsBeyondAnyLevel() {
    long[] reference = {5_000, 5_000, 0};
    assertThat(BinTail.pValue(reference, new long[] {0, 0, 5_000})).isLessThan(1e-300);
    assertThat(BinTail.pValue(reference, new long[] {2_500, 2_500, 0})).isEqualTo(1);
  }

  @Test
  void rowsMayBeAsManyAsTheyCome() {
    long[] reference = {40_000_000_000L, 40_000_000_000L, 0};
    assertThat(BinTail.pValue(reference, new long[] {3_000_000_000L, 3_000_100_000L, 0}))
        .isBetween(0.01, 1.0);
    assertThat(BinTail.pValue(reference, new long[] {3_000_000_000L, 3_010_000_000L, 0}))
        .isLessThan(1e-300);
  }
}
