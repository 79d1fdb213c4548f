package io.keelson.serving.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatencyBucketsTest {
  @Test
  void everyLatencyLiesInItsBucket() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      long micros = random.nextLong(1L << (1 + random.nextInt(25)));
      int bucket = LatencyBuckets.of(micros);
      assertThat(LatencyBuckets.lowestMicros(bucket)).isLessThanOrEqualTo(micros);
      assertThat(LatencyBuckets.lowestMicros(bucket + 1)).isGreaterThan(micros);
    }
  }

  @Test
  void bucketsAreAnEighthWideAtMost() {
    for (int bucket = 8; bucket < LatencyBuckets.COUNT - 1; bucket++) {
      double low = LatencyBuckets.lowestMicros(bucket);
      double high = LatencyBuckets.lowestMicros(bucket + 1);
      assertThat(high / low).isGreaterThan(1).isLessThanOrEqualTo(1.125);
    }
  }

  @Test
  void anyNumberHasABucket() {
    assertThat(LatencyBuckets.of(-5)).isZero();
    assertThat(LatencyBuckets.of(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
  }

  @Test
  void percentilesAreRightToWithinABucket() {
    long[] counts = new long[LatencyBuckets.COUNT];
    for (int micros = 1; micros <= 10_000; micros++) {
      counts[LatencyBuckets.of(micros)]++;
    }
    assertThat(LatencyBuckets.percentileMicros(counts, 0.5))
        .isCloseTo(5_000, Percentage.withPercentage(7));
    assertThat(LatencyBuckets.percentileMicros(counts, 0.99))
        .isCloseTo(9_900, Percentage.withPercentage(7));
    assertThat(LatencyBuckets.percentileMicros(new long[LatencyBuckets.COUNT], 0.5))
        .isCloseTo(-1, within(0.0));
  }
}
