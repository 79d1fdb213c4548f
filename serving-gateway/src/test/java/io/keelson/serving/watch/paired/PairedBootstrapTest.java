package io.keelson.serving.watch.paired;

import static io.keelson.serving.watch.References.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.watch.References;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
  @Test
  void theIntervalIsSciPysToWithinWhatResamplingLeavesOpen() {
    JsonObject expected = References.all().getJsonObject("bootstrap");
    double width = expected.getDouble("upper") - expected.getDouble("lower");

    PairedBootstrap difference =
        PairedBootstrap.ofMeans(
            doubles(expected.getJsonArray("first")),
            doubles(expected.getJsonArray("second")),
            0.95,
            100_000,
            1);

    assertThat(difference.difference()).isCloseTo(expected.getDouble("difference"), within(1e-9));
    assertThat(difference.lower()).isCloseTo(expected.getDouble("lower"), within(width / 50));
    assertThat(difference.upper()).isCloseTo(expected.getDouble("upper"), within(width / 50));
  }

  @Test
  void theIntervalHoldsTheDifferenceAsOftenAsItSays() {
    Random random = new Random(1);
    int holds = 0;
    int falselyGreater = 0;
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      double[] first = random.doubles(100).toArray();
      double[] second =
          Arrays.stream(first).map(score -> score + random.nextGaussian() / 10).toArray();
      PairedBootstrap difference = PairedBootstrap.ofMeans(first, second, 0.95, 1_000, run);
      holds += difference.lower() <= 0 && 0 <= difference.upper() ? 1 : 0;
      falselyGreater += difference.pValueNotGreater() <= 0.05 ? 1 : 0;
    }
    assertThat(holds / (double) runs).isBetween(0.92, 0.97);
    assertThat(falselyGreater / (double) runs).isBetween(0.03, 0.075);
  }

  @Test
  void anyDifferenceCanBeResampled() {
    double[] scores = new Random(1).doubles(200).toArray();

    PairedBootstrap share =
        PairedBootstrap.of(
            scores.length,
            rows -> Arrays.stream(rows).filter(row -> scores[row] > 0.4).count() / 200.0 - 0.5,
            0.9,
            1_000,
            1);

    assertThat(share.lower()).isLessThan(share.difference());
    assertThat(share.upper()).isGreaterThan(share.difference());
  }

  @Test
  void theSameSeedGivesTheSameAnswer() {
    double[] first = new Random(1).doubles(50).toArray();
    double[] second = new Random(2).doubles(50).toArray();

    assertThat(PairedBootstrap.ofMeans(first, second, 0.95, 1_000, 7))
        .isEqualTo(PairedBootstrap.ofMeans(first, second, 0.95, 1_000, 7));
  }

  @Test
  void whatCostsTooMuchOrIsNoScoreIsRefused() {
    double[] scores = {0.1, Double.NaN};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.ofMeans(scores, scores, 0.95, 1_000, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.ofMeans(scores, scores, 0.95, 999, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.of(1_000_000, rows -> 0, 0.95, 10_000, 1));
  }
}
