package io.keelson.serving.dataplane;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests of one endpoint that wait until a replica is free, in the order they came. */
final class EndpointQueue {
  private final Queue<ReplicaCall> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /** Whether there was room for one more. */
  boolean offer(ReplicaCall call, int max) {
    if (size.incrementAndGet() > max) {
      size.decrementAndGet();
      return false;
    }
    waiting.add(call);
    return true;
  }

  /** Takes a call out that waits no longer; false when somebody else has taken it. */
  boolean remove(ReplicaCall call) {
    boolean removed = waiting.remove(call);
    if (removed) {
      size.decrementAndGet();
    }
    return removed;
  }

  /** Lets the first one that waits try again. */
  void wakeOne() {
    if (size.get() == 0) {
      return;
    }
    ReplicaCall call = waiting.poll();
    if (call != null) {
      size.decrementAndGet();
      call.tryAgain();
    }
  }

  /** After the endpoint's replicas have changed. */
  void wakeAll() {
    for (int left = size.get(); left > 0; left--) {
      wakeOne();
    }
  }

  int size() {
    return size.get();
  }
}
