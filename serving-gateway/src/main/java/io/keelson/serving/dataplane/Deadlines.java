package io.keelson.serving.dataplane;

/**
 * What is under way on one event loop, swept for what takes too long. A timer a request would cost
 * more than the request's own bookkeeping; a sweep every 20 ms costs nothing and is exact enough.
 */
final class Deadlines {
  static final long SWEEP_MS = 20;
  private static final long MAX_GRPC_TIMEOUT_DIGITS = 8;

  private Entry first;
  private int size;

  /** Is in one of them at a time. */
  abstract static class Entry {
    long deadlineNanos;
    private Entry next;
    private Entry previous;

    abstract void deadlinePassed();
  }

  void add(Entry entry) {
    entry.next = first;
    if (first != null) {
      first.previous = entry;
    }
    first = entry;
    size++;
  }

  void remove(Entry entry) {
    if (entry.previous != null) {
      entry.previous.next = entry.next;
    } else if (first == entry) {
      first = entry.next;
    } else {
      return; // was not in it
    }
    if (entry.next != null) {
      entry.next.previous = entry.previous;
    }
    entry.previous = null;
    entry.next = null;
    size--;
  }

  int size() {
    return size;
  }

  void sweep(long nowNanos) {
    Entry entry = first;
    while (entry != null) {
      Entry following = entry.next;
      if (entry.deadlineNanos - nowNanos <= 0) {
        entry.deadlinePassed();
      }
      entry = following;
    }
  }

  /**
   * The nanoseconds of a {@code grpc-timeout}; the bound for a missing, malformed or longer one.
   */
  static long timeoutNanos(String value, long maxNanos) {
    if (value == null || value.length() < 2 || value.length() > MAX_GRPC_TIMEOUT_DIGITS + 1) {
      return maxNanos;
    }
    long amount = 0;
    for (int i = 0; i < value.length() - 1; i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return maxNanos;
      }
      amount = amount * 10 + digit;
    }
    long unit =
        switch (value.charAt(value.length() - 1)) {
          case 'H' -> 3_600_000_000_000L;
          case 'M' -> 60_000_000_000L;
          case 'S' -> 1_000_000_000L;
          case 'm' -> 1_000_000L;
          case 'u' -> 1_000L;
          case 'n' -> 1L;
          default -> 0L;
        };
    return unit == 0 || amount > maxNanos / unit ? maxNanos : amount * unit;
  }
}
