package io.keelson.demo.walk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keelson.demo.door.Predictions;
import io.keelson.demo.step.CheckFailed;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final String CSV =
      """
      row,Hue,"0D280, quoted",expected,predicted,probability:a,"probability:b, c"
      4,14.37,1.5E-7,a,a,0.75,0.25
      9,2.0,NaN,a,"b, c",0.125,0.875
      """;

  private static HeldOut heldOut() throws IOException {
    return HeldOut.read(CSV.getBytes(UTF_8));
  }

  @Test
  void readsRowsLabelsAndProbabilities() throws Exception {
    HeldOut heldOut = heldOut();
    assertThat(heldOut.size()).isEqualTo(2);
    assertThat(heldOut.labels()).containsExactly("a", "b, c");
    assertThat(heldOut.rows()[0]).containsExactly(14.37f, 1.5E-7f);
    assertThat(heldOut.rows()[1]).containsExactly(2f, Float.NaN);
    assertThat(heldOut.predicted()).isEqualTo(List.of("a", "b, c"));
    assertThat(heldOut.probabilities()[1]).containsExactly(0.125f, 0.875f);
    assertThat(heldOut.correct()).isEqualTo(1);
  }

  @Test
  void measuresTheLargestDifference() throws Exception {
    Predictions second = new Predictions(new float[][] {{0.126f, 0.875f}}, new long[] {1});
    assertThat(heldOut().distance(second, 1)).isCloseTo(0.001, within(1e-6));
  }

  @Test
  void refusesAnotherLabel() {
    Predictions second = new Predictions(new float[][] {{0.125f, 0.875f}}, new long[] {0});
    assertThatThrownBy(() -> heldOut().distance(second, 1))
        .isInstanceOf(CheckFailed.class)
        .hasMessage("prediction for row 1: a (expected: b, c)");
  }

  @Test
  void refusesAProbabilityThatIsNoNumber() {
    Predictions first = new Predictions(new float[][] {{Float.NaN, 0.25f}}, new long[] {0});
    assertThatThrownBy(() -> heldOut().distance(first, 0)).isInstanceOf(CheckFailed.class);
  }

  @Test
  void refusesAnEmptyTableAndAnotherHeader() {
    assertThatThrownBy(() -> HeldOut.read("row,a,expected,predicted,p\n".getBytes(UTF_8)))
        .hasMessageContaining("no rows");
    assertThatThrownBy(() -> HeldOut.read("x,y\n1,2\n".getBytes(UTF_8)))
        .hasMessageContaining("header");
  }
}
