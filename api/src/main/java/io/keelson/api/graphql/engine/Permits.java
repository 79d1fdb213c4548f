package io.keelson.api.graphql.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * Operations that may run at once. A holder gets another permit while it has fewer than are free:
 * alone it comes to half of them, and however many it wants, there are some left for the next
 * (dynamic thresholds; A. Choudhury and E. Hahne, 1998).
 */
final class Permits {
  private final Map<Object, Integer> held = new HashMap<>();
  private int free;

  Permits(int count) {
    this.free = count;
  }

  /** Whether one was given; then it is to be released by the same holder. */
  synchronized boolean acquire(Object holder) {
    if (held.getOrDefault(holder, 0) >= free) {
      return false;
    }
    free--;
    held.merge(holder, 1, Integer::sum);
    return true;
  }

  synchronized void release(Object holder) {
    held.compute(holder, (who, count) -> count == null || count == 1 ? null : count - 1);
    free++;
  }
}
