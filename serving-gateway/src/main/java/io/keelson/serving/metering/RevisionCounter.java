package io.keelson.serving.metering;

import io.keelson.tenancy.database.Ids;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what a gateway process did for one revision. Answered requests, which are billed, are
 * counted in the process's {@link CounterFile} and outlive it; errors and latencies are for people
 * and stay in memory. Numbers only grow; whoever reads remembers what it has seen.
 */
public final class RevisionCounter {
  private static final int CLOSED = -1;

  private final Key key;
  private final CounterFile file;
  private final InstantSource clock;
  private volatile CounterFile.Slot answered;
  private volatile long billed;
  private volatile boolean forgotten;

  /** Calls that are under way and may count; {@link #CLOSED} when none may any more. */
  private final AtomicInteger calls = new AtomicInteger();

  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong latencySumMicros = new AtomicLong();
  private final AtomicLongArray latencies = new AtomicLongArray(LatencyBuckets.COUNT);

  /** What a counter counts for. */
  public record Key(UUID tenantId, UUID projectId, UUID endpointId, UUID revisionId) {}

  RevisionCounter(Key key, CounterFile file, InstantSource clock) {
    this.key = key;
    this.file = file;
    this.clock = clock;
  }

  /**
   * A call begins that is to be counted; {@link #leave} ends it. The first one takes the slot.
   *
   * @return false when it cannot be counted: this process counts for as many revisions as it can,
   *     or the revision is gone
   */
  public boolean enter() {
    int now = calls.get();
    while (now != CLOSED && !calls.compareAndSet(now, now + 1)) {
      now = calls.get();
    }
    if (now == CLOSED) {
      return false;
    }
    try {
      takeSlot();
      return true;
    } catch (IllegalStateException full) {
      leave();
      return false;
    }
  }

  public void leave() {
    calls.decrementAndGet();
  }

  /** False while calls are under way; afterwards none may begin, and the numbers are final. */
  boolean close() {
    return calls.compareAndSet(0, CLOSED);
  }

  boolean isClosed() {
    return calls.get() == CLOSED;
  }

  /** Its slot may be another's from now on. */
  void forgotten() {
    forgotten = true;
  }

  boolean isForgotten() {
    return forgotten;
  }

  private CounterFile.Slot takeSlot() {
    CounterFile.Slot slot = answered;
    if (slot == null) {
      synchronized (this) {
        slot = answered;
        if (slot == null) {
          slot = file.take(key, Ids.next(), clock.millis());
          answered = slot;
        }
      }
    }
    return slot;
  }

  /** Where it counts; empty before the first request. */
  Optional<CounterFile.Slot> slot() {
    return Optional.ofNullable(answered);
  }

  /** A request that the replica answered with OK: it is billed. */
  public void answered(long nanos) {
    takeSlot().increment();
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
    return slot().map(CounterFile.Slot::value).orElse(0L);
  }

  /** So many of the answered requests are on the ledger, as far as this process knows. */
  void billed(long requests) {
    billed = requests;
  }

  /** Whether all of the answered requests are. */
  boolean isBilled() {
    return answeredRequests() == billed;
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
    return new Totals(answeredRequests(), errors.get(), latencySumMicros.get(), counts);
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

    Totals plus(Totals more) {
      long[] counts = latencyCounts.clone();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += more.latencyCounts[i];
      }
      return new Totals(
          answered + more.answered,
          errors + more.errors,
          latencySumMicros + more.latencySumMicros,
          counts);
    }

    long requests() {
      return answered + errors;
    }
  }
}
