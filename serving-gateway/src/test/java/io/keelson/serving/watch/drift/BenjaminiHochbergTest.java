package io.keelson.serving.watch.drift;

import static io.keelson.serving.watch.References.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.watch.References;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {
  @Test
  void pValuesAreAdjustedAsSciPyDoesIt() {
    for (JsonObject expected : References.of("discoveries")) {
      double[] pValues = doubles(expected.getJsonArray("pValues"));

      assertThat(BenjaminiHochberg.adjusted(pValues, equal(pValues.length)))
          .containsExactly(doubles(expected.getJsonArray("adjusted")), within(1e-9));
    }
  }

  @Test
  void aTestWithMoreWeightNeedsLess() {
    assertThat(BenjaminiHochberg.adjusted(new double[] {0.01, 0.01}, new double[] {1.6, 0.4}))
        .containsExactly(new double[] {0.0125, 0.025}, within(1e-15));
    assertThat(BenjaminiHochberg.adjusted(new double[] {0.01, 0.001}, new double[] {1.6, 0.4}))
        .as("never less than by itself")
        .containsExactly(new double[] {0.01, 0.005}, within(1e-15));
  }

  private static double[] equal(int tests) {
    double[] ones = new double[tests];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void nothingTestedIsNothingFound() {
    assertThat(BenjaminiHochberg.adjusted(new double[0], equal(0))).isEmpty();
  }
}
