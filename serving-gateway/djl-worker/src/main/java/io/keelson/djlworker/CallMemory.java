package io.keelson.djlworker;

/**
 * What calls may hold of the heap, each from its first byte until its answer has left. The first 32
 * KiB of a call come from an eighth of the heap that large ones cannot fill, the rest from half of
 * it. Any thread may call.
 */
final class CallMemory {
  private static final long SMALL_BYTES = 32 << 10;

  private final long smallLimit;
  private final long largeLimit;
  private long small;
  private long large;

  CallMemory(long heapBytes) {
    this.smallLimit = heapBytes / 8;
    this.largeLimit = heapBytes / 2;
  }

  /** What one call holds; nothing at first. */
  Share share() {
    return new Share();
  }

  private synchronized boolean change(long before, long after) {
    long smallChange = Math.min(after, SMALL_BYTES) - Math.min(before, SMALL_BYTES);
    long largeChange = after - before - smallChange;
    boolean fits = small + smallChange <= smallLimit && large + largeChange <= largeLimit;
    if (fits || after <= before) {
      small += smallChange;
      large += largeChange;
    }
    return fits || after <= before;
  }

  /** Bytes that one call holds. */
  final class Share {
    private long bytes;
    private boolean ended;

    /** False when there is no room for so many in all, or the call has ended. */
    synchronized boolean become(long newBytes) {
      if (ended || !change(bytes, newBytes)) {
        return false;
      }
      bytes = newBytes;
      return true;
    }

    /** False when there is no room for so many more, or the call has ended. */
    synchronized boolean grow(long more) {
      return become(bytes + more);
    }

    /** False when it holds fewer and there is no room, or the call has ended. */
    synchronized boolean atLeast(long wanted) {
      return become(Math.max(bytes, wanted));
    }

    /** Gives up all of them; none are given any more. */
    synchronized void end() {
      become(0);
      ended = true;
    }
  }
}
