package io.keelson.serving.metering;

/**
 * Latencies counted in buckets of 12.5 % width: eight to an octave of microseconds, up to 67 s.
 * Counts of several sources add up, so percentiles over them are right to within a bucket.
 */
public final class LatencyBuckets {
  private static final int STEPS_PER_OCTAVE_BITS = 3;
  private static final int STEPS_PER_OCTAVE = 1 << STEPS_PER_OCTAVE_BITS;
  private static final int OCTAVES = 23;

  /** How many buckets there are. */
  public static final int COUNT = (OCTAVES + 1) * STEPS_PER_OCTAVE;

  private LatencyBuckets() {}

  /** The bucket of a latency; negative ones count as 0, longer ones in the last bucket. */
  public static int of(long micros) {
    if (micros < STEPS_PER_OCTAVE) {
      return (int) Math.max(0, micros);
    }
    int exponent = 63 - Long.numberOfLeadingZeros(micros);
    int octave = exponent - STEPS_PER_OCTAVE_BITS + 1;
    int step = (int) (micros >>> (exponent - STEPS_PER_OCTAVE_BITS)) & (STEPS_PER_OCTAVE - 1);
    return Math.min(octave * STEPS_PER_OCTAVE + step, COUNT - 1);
  }

  /** The shortest latency of a bucket, in microseconds. */
  public static long lowestMicros(int bucket) {
    int octave = bucket >>> STEPS_PER_OCTAVE_BITS;
    int step = bucket & (STEPS_PER_OCTAVE - 1);
    return octave == 0 ? step : (long) (STEPS_PER_OCTAVE + step) << (octave - 1);
  }

  /**
   * The latency that a share of the requests did not exceed, in microseconds: the middle of its
   * bucket.
   *
   * @param share such as 0.99
   * @return -1 where nothing was counted
   */
  public static double percentileMicros(long[] counts, double share) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    if (total == 0) {
      return -1;
    }
    long wanted = Math.max(1, (long) Math.ceil(total * share));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= wanted) {
        return (lowestMicros(bucket) + lowestMicros(bucket + 1)) / 2.0;
      }
    }
    return lowestMicros(counts.length);
  }
}
