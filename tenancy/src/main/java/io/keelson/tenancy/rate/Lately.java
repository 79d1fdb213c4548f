package io.keelson.tenancy.rate;

/**
 * The largest of the last few counts: one that is lower, such as the first after Redis was emptied,
 * is believed when it is said again and again. Not for use by several threads.
 */
final class Lately {
  private final int[] counts;
  private int next;

  /**
   * @param counts how many are remembered
   */
  Lately(int counts) {
    this.counts = new int[counts];
  }

  /** With this one. */
  int max(int count) {
    counts[next] = count;
    next = (next + 1) % counts.length;
    int max = 0;
    for (int one : counts) {
      max = Math.max(max, one);
    }
    return max;
  }
}
