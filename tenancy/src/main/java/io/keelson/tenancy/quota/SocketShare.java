package io.keelson.tenancy.quota;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process holds of one tenant's permits for sockets. {@link #asking} is held by whoever
 * changes what the database has of it.
 */
final class SocketShare {
  final ReentrantLock asking = new ReentrantLock();
  private long held;
  private long used;
  private long shown;
  private boolean isInDoubt;
  private Quota refused;
  private long refusedUntilNanos;

  synchronized boolean use() {
    if (used >= held) {
      return false;
    }
    used++;
    return true;
  }

  synchronized void release() {
    used--;
  }

  synchronized long held() {
    return held;
  }

  synchronized long used() {
    return used;
  }

  /** What the database has may be another number from now on, until this one is written. */
  synchronized void doubt() {
    isInDoubt = true;
  }

  /**
   * That many are written; the first of what came is the asker's.
   *
   * @param opened how many of them are written as used
   */
  synchronized void granted(long permits, long opened) {
    held = permits;
    used++;
    shown = opened;
    isInDoubt = false;
    refused = null;
  }

  synchronized void refuse(Quota standing, long untilNanos) {
    refused = standing;
    refusedUntilNanos = untilNanos;
  }

  /** How the tenant stood when it was refused a moment ago; null when that is over. */
  synchronized Quota refusal(long nowNanos) {
    if (refused != null && nowNanos - refusedUntilNanos >= 0) {
      refused = null;
    }
    return refused;
  }

  synchronized boolean isToBeWritten() {
    return isInDoubt || held > used || shown != used;
  }

  /** Takes what is not used out of circulation; how many are left, to be written. */
  synchronized long shrink() {
    if (held > used) {
      held = used;
      refused = null;
    }
    isInDoubt = true;
    return held;
  }

  /** All that were left are written as used. */
  synchronized void written(long left) {
    shown = left;
    isInDoubt = false;
  }

  /** Whether nothing would be lost with it. */
  synchronized boolean isIdle(long nowNanos) {
    return held == 0 && used == 0 && !isInDoubt && refusal(nowNanos) == null;
  }
}
