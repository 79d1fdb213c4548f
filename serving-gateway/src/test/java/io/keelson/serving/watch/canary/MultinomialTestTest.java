package io.keelson.serving.watch.canary;

import static io.keelson.serving.watch.References.billionth;
import static io.keelson.serving.watch.References.doubles;
import static io.keelson.serving.watch.References.longs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keelson.serving.watch.References;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class MultinomialTestTest {
  @Test
  void theBayesFactorIsThatOfSciPysDistributions() {
    for (JsonObject expected : References.of("bayesFactors")) {
      MultinomialTest test =
          MultinomialTest.of(
              doubles(expected.getJsonArray("theta0")),
              doubles(expected.getJsonArray("concentrations")));
      double reference = expected.getDouble("logBayesFactor");

      assertThat(test.logBayesFactor(longs(expected.getJsonArray("counts"))))
          .as("%s", expected)
          .isCloseTo(reference, billionth(reference));
    }
  }

  /** Whatever came before, the next draw leaves it where it is on average: a martingale. */
  @Test
  void underTheNullHypothesisItStaysOnAverage() {
    double[] theta0 = {0.2, 0.5, 0.3};
    MultinomialTest test = MultinomialTest.of(theta0, new double[] {1, 2, 0.5});
    for (long[] counts : new long[][] {{0, 0, 0}, {3, 0, 1}, {20, 50, 31}, {9, 2, 40}}) {
      double next = 0;
      for (int i = 0; i < theta0.length; i++) {
        long[] after = counts.clone();
        after[i]++;
        next += theta0[i] * Math.exp(test.logBayesFactor(after));
      }
      double now = Math.exp(test.logBayesFactor(counts));
      assertThat(next).isCloseTo(now, billionth(now));
    }
  }

  @Test
  void whatIsNoDistributionIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> MultinomialTest.of(0.5, 0.6));
    assertThatIllegalArgumentException().isThrownBy(() -> MultinomialTest.of(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> MultinomialTest.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultinomialTest.of(0.5, 0.5).logBayesFactor(1, 2, 3));
  }
}
