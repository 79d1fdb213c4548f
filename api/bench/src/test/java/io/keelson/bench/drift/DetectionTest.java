package io.keelson.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectionTest {
  private final Detection of = new Detection(IntStream.range(0, 100).asDoubleStream().toArray());

  @Test
  void noMoreStillWindowsThanAllowedReachTheThreshold() {
    assertThat(of.threshold(0.05)).isGreaterThan(94).isLessThan(95);
    assertThat(of.share(new double[] {94, 95, 200, 3}, 0.05)).isEqualTo(0.5);
  }

  @Test
  void ofEqualScoresNoneReachesItRatherThanTooMany() {
    Detection equal = new Detection(new double[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0});

    assertThat(equal.share(equal.still(), 0.2)).isZero();
    assertThat(equal.share(equal.still(), 0.4)).isEqualTo(0.4);
  }
}
