package io.keelson.api.graphql.live.topic;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What followers who read by themselves hold unread, all of them in this process together. Beyond a
 * bound they read little at a time, so that thousands who fall behind at once, for want of our
 * time, do not each hold a page; not so those of a tenant that holds little of it.
 */
final class OwnPages {
  private static final int EVENTS = 500;
  private static final int EVENTS_BEYOND = 20;
  private static final long BOUND_BYTES = 8L << 20;
  private static final long LITTLE_BYTES = BOUND_BYTES / 8;

  private final AtomicLong bytes = new AtomicLong();
  private final Map<UUID, Long> ofTenant = new ConcurrentHashMap<>();

  /** How many events may be read now for this tenant. */
  int size(UUID tenantId) {
    boolean isMuch =
        bytes.get() >= BOUND_BYTES && ofTenant.getOrDefault(tenantId, 0L) >= LITTLE_BYTES;
    return isMuch ? EVENTS_BEYOND : EVENTS;
  }

  void hold(UUID tenantId, long more) {
    bytes.addAndGet(more);
    ofTenant.merge(tenantId, more, OwnPages::sumOrNone);
  }

  void release(UUID tenantId, long fewer) {
    hold(tenantId, -fewer);
  }

  private static Long sumOrNone(long held, long more) {
    return held + more == 0 ? null : held + more;
  }
}
