package io.keelson.serving.watch.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {
  /** Computed from the formula in Python. */
  @Test
  void aShareHasWilsonsBounds() {
    Interval half = Interval.ofShare(5, 10);
    assertThat(half.low()).isCloseTo(0.236593090512564, within(1e-12));
    assertThat(half.high()).isCloseTo(0.763406909487436, within(1e-12));
    Interval most = Interval.ofShare(90, 100);
    assertThat(most.low()).isCloseTo(0.8256343384950865, within(1e-12));
    assertThat(most.high()).isCloseTo(0.9447708629393249, within(1e-12));
    assertThat(Interval.ofShare(10, 10).high()).isEqualTo(1);
    assertThat(Interval.ofShare(0, 10).low()).isZero();
  }

  @Test
  void aMeanOfOneValueHasNoBounds() {
    assertThat(Interval.ofMean(2, 0, 1).high()).isInfinite();
    Interval mean = Interval.ofMean(2, 1, 100);
    assertThat(mean.low()).isCloseTo(2 - 0.1959963984540054, within(1e-12));
    assertThat(mean.high()).isCloseTo(2 + 0.1959963984540054, within(1e-12));
  }

  @Test
  void oneNumberIsOneClassHoweverItIsWritten() {
    assertThat(Values.canonical("1.0")).isEqualTo(Values.canonical("1")).isEqualTo("1");
    assertThat(Values.canonical("cat")).isEqualTo("cat");
    assertThat(Values.canonical("true")).isEqualTo("true");
    assertThat(Values.number("NaN")).isNull();
    assertThat(Values.number("1e999")).isNull();
    assertThat(Values.number("1e-3")).isEqualTo(0.001);
  }
}
