package io.keelson.api.graphql.live.topic;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What followers who read by themselves hold unread, all of them in this process together. Beyond a
 * bound they read little at a time, so that thousands who fall behind at once, for want of our
 * time, do not each hold a page.
 */
final class OwnPages {
  private static final int EVENTS = 500;
  private static final int EVENTS_BEYOND = 20;
  private static final long BOUND_BYTES = 8L << 20;

  private final AtomicLong bytes = new AtomicLong();

  /** How many events may be read now. */
  int size() {
    return bytes.get() < BOUND_BYTES ? EVENTS : EVENTS_BEYOND;
  }

  void hold(long more) {
    bytes.addAndGet(more);
  }

  void release(long fewer) {
    bytes.addAndGet(-fewer);
  }
}
