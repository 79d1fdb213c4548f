package io.keelson.serving.rollout.tally;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How many sticky keys had requests in a step, apart in 256 groups of keys. Each gateway process
 * counts those that it saw; of a group the most that any has counted holds for all, so that a key
 * is one however many of them its requests pass. Never more are counted than there are, and fewer
 * where gateways see different keys of a group; two keys whose hashes end in the same 21 bits are
 * one. At most 256 KiB. Any thread may call.
 */
final class SeenKeys {
  static final int GROUPS = 256;
  private static final int BITS_PER_GROUP = 1 << 13;
  private static final int GROUP_BITS = Integer.numberOfTrailingZeros(GROUPS);

  private final AtomicReferenceArray<AtomicLongArray> seen = new AtomicReferenceArray<>(GROUPS);
  private final AtomicIntegerArray baseline = new AtomicIntegerArray(GROUPS);
  private final AtomicIntegerArray candidate = new AtomicIntegerArray(GROUPS);
  private final AtomicIntegerArray written = new AtomicIntegerArray(GROUPS);

  /** What one group has. */
  record Group(int number, long baseline, long candidate) {
    private int all() {
      return (int) (baseline + candidate);
    }
  }

  /** A request of a key has ended. */
  void add(long hash, boolean isCandidates) {
    int group = (int) (hash & GROUPS - 1);
    int bit = (int) (hash >>> GROUP_BITS) & BITS_PER_GROUP - 1;
    if (isNew(bits(group), bit)) {
      (isCandidates ? candidate : baseline).incrementAndGet(group);
    }
  }

  private AtomicLongArray bits(int group) {
    AtomicLongArray bits = seen.get(group);
    if (bits == null) {
      seen.compareAndSet(group, null, new AtomicLongArray(BITS_PER_GROUP / Long.SIZE));
      bits = seen.get(group);
    }
    return bits;
  }

  private static boolean isNew(AtomicLongArray bits, int bit) {
    int word = bit / Long.SIZE;
    long mask = 1L << bit; // of its last six bits
    return (bits.get(word) & mask) == 0 && (bits.getAndUpdate(word, old -> old | mask) & mask) == 0;
  }

  /** Those that have changed since they were {@link #written}, in their order. */
  List<Group> unwritten() {
    List<Group> changed = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      Group group = new Group(i, baseline.get(i), candidate.get(i));
      if (group.all() != written.get(i)) {
        changed.add(group);
      }
    }
    return changed;
  }

  void written(List<Group> groups) {
    groups.forEach(group -> written.set(group.number(), group.all()));
  }
}
