package io.keelson.serving.metering;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what a gateway process did for one revision. Answered requests, which are billed, are
 * counted in the process's {@link CounterFile} and outlive it; errors and latencies are for people
 * and stay in memory. Numbers only grow; whoever reads remembers what it has seen.
 */
public final class RevisionCounter {
  private final Key key;
  private final CounterFile.Slot answered;
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong latencySumMicros = new AtomicLong();
  private final AtomicLongArray latencies = new AtomicLongArray(LatencyBuckets.COUNT);

  /** What a counter counts for. */
  public record Key(UUID tenantId, UUID projectId, UUID endpointId, UUID revisionId) {}

  RevisionCounter(Key key, CounterFile.Slot answered) {
    this.key = key;
    this.answered = answered;
  }

  /** A request that the replica answered with OK: it is billed. */
  public void answered(long nanos) {
    answered.increment();
    latency(nanos);
  }

  /** A request that ended in any other way, for whatever reason. */
  public void failed(long nanos) {
    errors.incrementAndGet();
    latency(nanos);
  }

  private void latency(long nanos) {
    long micros = nanos / 1_000;
    latencySumMicros.addAndGet(micros);
    latencies.incrementAndGet(LatencyBuckets.of(micros));
  }

  public Key key() {
    return key;
  }

  public long answeredRequests() {
    return answered.value();
  }

  public long errors() {
    return errors.get();
  }

  /** Everything counted so far. */
  Totals totals() {
    long[] counts = new long[LatencyBuckets.COUNT];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = latencies.get(i);
    }
    return new Totals(answered.value(), errors.get(), latencySumMicros.get(), counts);
  }

  /** A reading of a counter. */
  @SuppressWarnings("ArrayRecordComponent") // read at once by the one who asked
  record Totals(long answered, long errors, long latencySumMicros, long[] latencyCounts) {
    static final Totals NONE = new Totals(0, 0, 0, new long[LatencyBuckets.COUNT]);

    Totals since(Totals earlier) {
      long[] counts = latencyCounts.clone();
      for (int i = 0; i < counts.length; i++) {
        counts[i] -= earlier.latencyCounts[i];
      }
      return new Totals(
          answered - earlier.answered,
          errors - earlier.errors,
          latencySumMicros - earlier.latencySumMicros,
          counts);
    }

    long requests() {
      return answered + errors;
    }
  }
}
