package io.keelson.serving.dataplane;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses the less loaded of two random replicas (Mitzenmacher, "The Power of Two Choices in
 * Randomized Load Balancing", 2001) and takes a place there.
 */
final class Balancing {
  private Balancing() {}

  /**
   * @param excluded a replica that just failed this request, or null
   * @return a replica with a place taken, or null when none has a place
   */
  static ReplicaTarget acquire(
      List<ReplicaTarget> replicas, ReplicaTarget excluded, int maxInFlight) {
    int count = replicas.size();
    if (count == 1) {
      return tryAcquire(replicas.getFirst(), excluded, maxInFlight);
    }
    if (count == 0) {
      return null;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int first = random.nextInt(count);
    int second = (first + 1 + random.nextInt(count - 1)) % count;
    if (replicas.get(second).inFlight() < replicas.get(first).inFlight()) {
      int swapped = first;
      first = second;
      second = swapped;
    }
    ReplicaTarget chosen = tryAcquire(replicas.get(first), excluded, maxInFlight);
    if (chosen == null) {
      chosen = tryAcquire(replicas.get(second), excluded, maxInFlight);
    }
    // Both are full or left out: any other with a place, so that a request waits only when all are
    // busy.
    for (int i = 1; chosen == null && i < count; i++) {
      chosen = tryAcquire(replicas.get((first + i) % count), excluded, maxInFlight);
    }
    return chosen;
  }

  private static ReplicaTarget tryAcquire(
      ReplicaTarget replica, ReplicaTarget excluded, int maxInFlight) {
    boolean usable = replica != excluded && !replica.isLeftOut();
    return usable && replica.tryAcquire(maxInFlight) ? replica : null;
  }

  /** Whether one of them is busy rather than broken, so that waiting helps. */
  static boolean anyUsable(List<ReplicaTarget> replicas, ReplicaTarget excluded) {
    for (ReplicaTarget replica : replicas) {
      if (replica != excluded && !replica.isLeftOut()) {
        return true;
      }
    }
    return false;
  }
}
