package io.keelson.serving.metering;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The counters of this process, one for each revision that it routes to or has routed to lately. A
 * revision that has ended, or was not routed to for ten minutes, is gone: once no call of it is
 * under way its counter is closed, billed and forgotten.
 */
public final class RequestCounters {
  /** Longer than any call may last, and than the minute that traffic is written by. */
  private static final Duration GONE_AFTER = Duration.ofMinutes(10);

  /** Longer than a table is in the making, whose counters are there before it is told. */
  private static final Duration ENDED_AFTER = Duration.ofSeconds(2);

  private final CounterFile file;
  private final InstantSource clock;
  private final Map<RevisionCounter.Key, RevisionCounter> counters = new ConcurrentHashMap<>();
  private final Map<RevisionCounter, Instant> unroutedSince = new HashMap<>();
  private final List<RevisionCounter> closed = new ArrayList<>();
  private volatile Routed routed;

  private record Routed(Set<RevisionCounter.Key> keys, Predicate<UUID> mayComeBack) {
    Duration patience(RevisionCounter counter) {
      return mayComeBack.test(counter.key().revisionId()) ? GONE_AFTER : ENDED_AFTER;
    }
  }

  public RequestCounters(CounterFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** The counter of the key, the same one each time until the revision is gone. */
  public RevisionCounter of(RevisionCounter.Key key) {
    return counters.computeIfAbsent(key, wanted -> new RevisionCounter(wanted, file, clock));
  }

  /**
   * These are the revisions that requests may go to from now on.
   *
   * @param mayComeBack of any revision: false when it has ended for good
   */
  public void routed(Set<RevisionCounter.Key> keys, Predicate<UUID> mayComeBack) {
    routed = new Routed(Set.copyOf(keys), mayComeBack);
  }

  /** Closes the counters of revisions that are gone. */
  synchronized void closeGone(Instant now) {
    Routed current = routed;
    if (current == null) {
      return;
    }
    for (RevisionCounter counter : List.copyOf(counters.values())) {
      if (current.keys().contains(counter.key())) {
        unroutedSince.remove(counter);
        continue;
      }
      Instant since = unroutedSince.computeIfAbsent(counter, unrouted -> now);
      if (!now.isBefore(since.plus(current.patience(counter))) && counter.close()) {
        counters.remove(counter.key(), counter);
        unroutedSince.remove(counter);
        closed.add(counter);
      }
    }
  }

  /**
   * Everything that a closed counter has counted is billed: its slot is free. False when it counts
   * again.
   */
  synchronized boolean forget(RevisionCounter counter) {
    if (!closed.remove(counter)) {
      return false;
    }
    counter.forgotten();
    counter.slot().ifPresent(file::free);
    return true;
  }

  /** Those that count, and those that are closed and not forgotten. */
  synchronized List<RevisionCounter> all() {
    List<RevisionCounter> all = new ArrayList<>(closed);
    all.addAll(counters.values());
    return all;
  }

  CounterFile file() {
    return file;
  }
}
