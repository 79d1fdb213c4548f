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
    /** Nobody gets that many now. */
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
  public Answer tryTake(K who) {
    return tryTake(who, 1);
  }

  /**
   * All of them or none, as if each were asked for after the other. Never waits.
   *
   * @param count at least 1
   */
  public synchronized Answer tryTake(K who, int count) {
    requirePositive(count);
    int before = held.getOrDefault(who, 0);
    long freeBeforeLast = permits - taken - (count - 1L);
    long heldBeforeLast = count - 1L;
    if (heldBeforeLast >= freeBeforeLast) {
      return Answer.ALL_ARE_TAKEN;
    }
    if (before + heldBeforeLast >= freeBeforeLast) {
      return Answer.SHARE_IS_FULL;
    }
    held.put(who, before + count);
    taken += count;
    return Answer.TAKEN;
  }

  public void release(K who) {
    release(who, 1);
  }

  /**
   * @param count at least 1
   */
  public synchronized void release(K who, int count) {
    requirePositive(count);
    int before = held.getOrDefault(who, 0);
    if (before < count) {
      throw new IllegalStateException(
          who + " holds " + before + " (expected: at least the " + count + " to release)");
    }
    if (before == count) {
      held.remove(who);
    } else {
      held.put(who, before - count);
    }
    taken -= count;
    if (taken == 0) {
      notifyAll();
    }
  }

  private static void requirePositive(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count: " + count + " (expected: >= 1)");
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
