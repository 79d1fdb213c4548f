package io.keelson.serving.rollout.tally;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which sticky keys had requests in a step, apart in 256 groups of keys, so that what has changed
 * is written alone. Each gateway process knows those that it saw, and all of them write what they
 * know into the same sketches: a key is one however many of them its requests pass and however
 * often these start, and keys that different ones see add up.
 *
 * <p>What is read of the sketches is an estimate, whose standard error is 0.1 % of the keys of a
 * revision up to 100,000 of them and 0.15 % at 1,000,000; more than 4,000,000 are never counted. At
 * most 128 KiB. Any thread may call.
 */
final class SeenKeys {
  private static final int GROUPS = 256;

  /**
   * By 2^64 over the golden ratio: the first bits of the product depend on all of a hash, while its
   * last say where the key's requests go.
   */
  private static final long FIBONACCI = 0x9E3779B97F4A7C15L;

  private static final int BIT_BITS = Integer.numberOfTrailingZeros(KeySketch.BITS);
  private static final int ALL_BITS = Integer.numberOfTrailingZeros(GROUPS) + BIT_BITS;
  private static final String NONE = new KeySketch().text();

  private final AtomicReferenceArray<KeySketch> baseline = new AtomicReferenceArray<>(GROUPS);
  private final AtomicReferenceArray<KeySketch> candidate = new AtomicReferenceArray<>(GROUPS);
  private final AtomicIntegerArray bits = new AtomicIntegerArray(GROUPS);
  private final AtomicIntegerArray written = new AtomicIntegerArray(GROUPS);

  /**
   * What one group has.
   *
   * @param bits that are set at least, of both
   * @param baseline the sketch of the keys that went there
   */
  record Group(int number, int bits, String baseline, String candidate) {}

  /** A request of a key has ended. */
  void add(long hash, boolean isCandidates) {
    int place = (int) ((hash * FIBONACCI) >>> (Long.SIZE - ALL_BITS));
    int group = place >>> BIT_BITS;
    if (sketch(isCandidates ? candidate : baseline, group).add(place & KeySketch.BITS - 1)) {
      bits.incrementAndGet(group);
    }
  }

  private static KeySketch sketch(AtomicReferenceArray<KeySketch> sketches, int group) {
    KeySketch sketch = sketches.get(group);
    if (sketch == null) {
      sketches.compareAndSet(group, null, new KeySketch());
      sketch = sketches.get(group);
    }
    return sketch;
  }

  /** Those that have changed since they were {@link #written}, in their order. */
  List<Group> unwritten() {
    List<Group> changed = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      int counted = bits.get(i); // before the sketches are read: a bit is set before it is counted
      if (counted != written.get(i)) {
        changed.add(new Group(i, counted, text(baseline.get(i)), text(candidate.get(i))));
      }
    }
    return changed;
  }

  private static String text(KeySketch sketch) {
    return sketch == null ? NONE : sketch.text();
  }

  void written(List<Group> groups) {
    groups.forEach(group -> written.set(group.number(), group.bits()));
  }
}
