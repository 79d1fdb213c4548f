package io.keelson.serving.dataplane;

import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests of one endpoint that wait until a replica of their revision is free, in the order they
 * came. Bounded together.
 */
final class EndpointQueue {
  private final Map<UUID, Queue<ReplicaCall>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /** Whether there was room for one more. */
  boolean offer(ReplicaCall call, UUID revisionId, int max) {
    if (size.incrementAndGet() > max) {
      size.decrementAndGet();
      return false;
    }
    waiting.compute(
        revisionId,
        (id, before) -> {
          Queue<ReplicaCall> ofRevision = before == null ? new ConcurrentLinkedQueue<>() : before;
          ofRevision.add(call);
          return ofRevision;
        });
    return true;
  }

  /** Takes a call out that waits no longer; false when somebody else has taken it. */
  boolean remove(ReplicaCall call, UUID revisionId) {
    Queue<ReplicaCall> ofRevision = waiting.get(revisionId);
    boolean removed = ofRevision != null && ofRevision.remove(call);
    if (removed) {
      size.decrementAndGet();
    }
    return removed;
  }

  /** Lets the first one that waits for a revision try again. */
  void wakeOne(UUID revisionId) {
    if (size.get() == 0) {
      return;
    }
    Queue<ReplicaCall> ofRevision = waiting.get(revisionId);
    ReplicaCall call = ofRevision == null ? null : ofRevision.poll();
    if (call != null) {
      size.decrementAndGet();
      call.tryAgain();
    }
  }

  /** After the endpoint's replicas have changed. */
  void wakeAll() {
    for (Map.Entry<UUID, Queue<ReplicaCall>> entry : waiting.entrySet()) {
      for (int left = entry.getValue().size(); left > 0; left--) {
        wakeOne(entry.getKey());
      }
      // Of revisions that have ended nothing stays.
      waiting.computeIfPresent(entry.getKey(), (id, calls) -> calls.isEmpty() ? null : calls);
    }
  }

  int size() {
    return size.get();
  }
}
