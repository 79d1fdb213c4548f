package io.keelson.compute.provider;

import java.util.Map;
import java.util.UUID;

/**
 * What the disk of a machine has for instances now.
 *
 * @param freeBytes what is free there beyond what is kept for the platform, which may be less than
 *     nothing
 * @param heldBytes what instances hold there, by lease, of those that are known to this process
 */
public record DiskRoom(long freeBytes, Map<UUID, Long> heldBytes) {
  /** Where nothing is known of a disk, none is waited for. */
  public static final DiskRoom UNKNOWN = new DiskRoom(Long.MAX_VALUE / 2, Map.of());

  public DiskRoom {
    heldBytes = Map.copyOf(heldBytes);
  }

  /** How much of what is kept for an instance it has taken. */
  public long taken(UUID leaseId, long keptBytes) {
    return Math.min(keptBytes, heldBytes.getOrDefault(leaseId, 0L));
  }
}
