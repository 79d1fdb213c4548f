package io.keelson.serving.dataplane;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many bytes of requests and answers a process holds, in all and for each tenant. Whoever is
 * about to hold some takes them here before; where there is no room the call is refused, so that
 * callers who do not read cost their own tenant's share and never the process. Any thread may call.
 */
final class HeldBytes {
  private final long limit;
  private final long limitPerTenant;
  private final Map<UUID, Long> byTenant = new HashMap<>();
  private long held;

  HeldBytes(long limit, long limitPerTenant) {
    this.limit = limit;
    this.limitPerTenant = limitPerTenant;
  }

  /** What one call holds; nothing at first. */
  Hold hold(UUID tenantId) {
    return new Hold(tenantId);
  }

  synchronized long held() {
    return held;
  }

  private synchronized boolean take(UUID tenantId, long bytes) {
    long ofTenant = byTenant.getOrDefault(tenantId, 0L) + bytes;
    if (held + bytes > limit || ofTenant > limitPerTenant) {
      return false;
    }
    held += bytes;
    byTenant.put(tenantId, ofTenant);
    return true;
  }

  private synchronized void release(UUID tenantId, long bytes) {
    held -= bytes;
    byTenant.computeIfPresent(tenantId, (id, now) -> now > bytes ? now - bytes : null);
  }

  /** Bytes that one call holds until they are released or it ends. */
  final class Hold {
    private final UUID tenantId;
    private long bytes;
    private boolean ended;

    private Hold(UUID tenantId) {
      this.tenantId = tenantId;
    }

    /** False when there is no room for so many more, or the call has ended. */
    synchronized boolean take(long more) {
      if (ended || (more > 0 && !HeldBytes.this.take(tenantId, more))) {
        return false;
      }
      bytes += more;
      return true;
    }

    /** Gives up so many of those that were taken. */
    synchronized void release(long fewer) {
      long released = Math.min(fewer, bytes);
      if (released > 0) {
        bytes -= released;
        HeldBytes.this.release(tenantId, released);
      }
    }

    /** Gives up all of them; none are given any more. */
    synchronized void end() {
      ended = true;
      release(bytes);
    }
  }
}
