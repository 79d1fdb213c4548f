package io.keelson.tenancy.share;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Permits that many share: whoever asks gets one as long as it holds fewer than are free. One alone
 * can hold half of them, two a third each, and there is always one left for somebody new (dynamic
 * thresholds, Choudhury and Hahne 1998, with alpha = 1).
 */
public final class FairShare<K> {
  private final int permits;
  private final Map<K, Integer> held = new HashMap<>();
  private int taken;

  /** What {@link #tryTake} says. */
  public enum Answer {
    TAKEN,
    /** This one has its share; others may still get some. */
    SHARE_IS_FULL,
    /** Nobody gets one now. */
    ALL_ARE_TAKEN
  }

  /**
   * @param permits at least 1
   */
  public FairShare(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits: " + permits + " (expected: >= 1)");
    }
    this.permits = permits;
  }

  /** Never waits. What is TAKEN must be released. */
  public synchronized Answer tryTake(K who) {
    int free = permits - taken;
    if (free == 0) {
      return Answer.ALL_ARE_TAKEN;
    }
    if (held.getOrDefault(who, 0) >= free) {
      return Answer.SHARE_IS_FULL;
    }
    held.merge(who, 1, Integer::sum);
    taken++;
    return Answer.TAKEN;
  }

  public synchronized void release(K who) {
    Integer count = held.get(who);
    if (count == null) {
      throw new IllegalStateException(who + " holds nothing (expected: what it has taken)");
    }
    if (count == 1) {
      held.remove(who);
    } else {
      held.put(who, count - 1);
    }
    taken--;
    if (taken == 0) {
      notifyAll();
    }
  }

  public synchronized int taken() {
    return taken;
  }

  /** Waits until nobody holds any; false when the patience is over first. */
  public synchronized boolean awaitAllReleased(Duration patience) throws InterruptedException {
    long endNanos = System.nanoTime() + patience.toNanos();
    while (taken > 0) {
      long leftMs = (endNanos - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return false;
      }
      wait(leftMs);
    }
    return true;
  }
}
