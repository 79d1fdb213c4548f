package io.keelson.serving.watch.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.junit.jupiter.api.Test;

class ReshuffleTest {
  private static final int DEALS = 20_000;

  @Test
  void rowsAreDealtWholeAndEachSideGetsItsNumber() {
    long[] pooled = {0, 1, 7, 100_000, 3_000_000_000L, 12};
    Reshuffle reshuffle = new Reshuffle(pooled, 5_000, 1);
    long[] reference = new long[pooled.length];
    long[] window = new long[pooled.length];
    for (int i = 0; i < 1_000; i++) {
      reshuffle.deal(reference, window);
      assertThat(Arrays.stream(window).sum()).isEqualTo(5_000);
      for (int bin = 0; bin < pooled.length; bin++) {
        assertThat(reference[bin]).isNotNegative();
        assertThat(window[bin]).isNotNegative();
        assertThat(reference[bin] + window[bin]).isEqualTo(pooled[bin]);
      }
    }
  }

  @Test
  void howManyOfABinAreDealtIsHypergeometric() {
    assertHypergeometric(5, 10, 7);
    assertHypergeometric(3, 1_000, 100);
    assertHypergeometric(400, 1_000, 300);
    assertHypergeometric(900, 1_000, 950);
    assertHypergeometric(20_000, 100_000, 3_000);
    assertHypergeometric(200_000, 1_000_000, 300_000);
    assertHypergeometric(30_000, 1_000_000, 500_000);
  }

  private static void assertHypergeometric(int marked, int all, int drawn) {
    Reshuffle reshuffle = new Reshuffle(new long[] {marked, all - marked}, drawn, 42);
    HypergeometricDistribution expected = HypergeometricDistribution.of(all, marked, drawn);
    int[] seen = new int[marked + 1];
    long[] reference = new long[2];
    long[] window = new long[2];
    for (int i = 0; i < DEALS; i++) {
      reshuffle.deal(reference, window);
      seen[(int) window[0]]++;
    }
    assertThat(pearsonTail(seen, expected))
        .as("%d of %d marked, %d drawn", marked, all, drawn)
        .isGreaterThan(0.001);
  }

  /** Of cells that expect ten and more; neighbours are put together until they do. */
  private static double pearsonTail(int[] seen, HypergeometricDistribution expected) {
    double chiSquare = 0;
    int cells = 0;
    double cellExpected = 0;
    double cellSeen = 0;
    double left = DEALS;
    for (int i = 0; i < seen.length; i++) {
      cellExpected += DEALS * expected.probability(i);
      cellSeen += seen[i];
      boolean last = i == seen.length - 1;
      if ((cellExpected >= 10 && left - cellExpected >= 10) || last) {
        chiSquare += Math.pow(cellSeen - cellExpected, 2) / cellExpected;
        cells++;
        left -= cellExpected;
        cellExpected = 0;
        cellSeen = 0;
      }
    }
    return ChiSquaredDistribution.of(cells - 1).survivalProbability(chiSquare);
  }
}
