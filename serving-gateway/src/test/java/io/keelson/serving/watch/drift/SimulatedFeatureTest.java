package io.keelson.serving.watch.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.watch.bins.BinTally;
import io.keelson.serving.watch.bins.NumericBins;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedFeatureTest {
  private static final int ROWS = 200_000;

  /** Five standard deviations of a count at the most. */
  @Test
  void countsByProbabilityAreAsIfEachRowHadBeenDrawn() {
    SplittableRandom random = new SplittableRandom(1);
    for (SimulatedFeature feature : SimulatedFeature.all(0.25)) {
      NumericBins bins = NumericBins.quantiles(feature.sample(10_000, random), 20);
      double[] probabilities = feature.probabilities(bins);
      BinTally tally = new BinTally(bins);
      Arrays.stream(feature.sample(ROWS, random)).forEach(tally::add);
      long[] drawn = tally.counts().counts();
      long[] counted = new AliasTable(probabilities).count(ROWS, random);

      assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
      for (int bin = 0; bin < probabilities.length; bin++) {
        double expected = ROWS * probabilities[bin];
        double atMost = 5 * Math.sqrt(expected) + 1;
        String what = feature.name() + " in bin " + bin;
        assertThat((double) drawn[bin]).as(what).isCloseTo(expected, within(atMost));
        assertThat((double) counted[bin]).as(what).isCloseTo(expected, within(atMost));
      }
    }
  }
}
