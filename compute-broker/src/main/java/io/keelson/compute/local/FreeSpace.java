package io.keelson.compute.local;

import io.keelson.compute.provider.DiskRoom;
import io.keelson.tenancy.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import org.jboss.logging.Logger;

/**
 * Room on the jobs' file system that is kept back for the platform, whose database may lie there:
 * while there is less, the machine takes no further job. What runs goes on. What can be spared goes
 * first.
 */
final class FreeSpace {
  private static final Logger LOG = Logger.getLogger(FreeSpace.class);
  private static final long MIB = 1L << 20;

  private final Path folder;
  private final long keptBytes;
  private final LongUnaryOperator spare;

  /**
   * @param spare removes as many bytes that nobody needs, if there are, and returns how many it has
   */
  FreeSpace(Path folder, long keptBytes, LongUnaryOperator spare) {
    this.folder = folder;
    this.keptBytes = keptBytes;
    this.spare = spare;
  }

  /** In a few words for whoever waits; empty where enough is free, or the system does not say. */
  Optional<String> shortage() {
    try {
      long missing = keptBytes - freeBytes();
      if (missing <= 0 || (spare.applyAsLong(missing) > 0 && freeBytes() >= keptBytes)) {
        return Optional.empty();
      }
      return Optional.of("less than " + words(keptBytes) + " are free on the disk");
    } catch (IOException | RuntimeException e) {
      LOG.warnf("whether there is room in %s is not known: %s", folder, e.getMessage());
      return Optional.empty();
    }
  }

  /** There is too little of it now, which whoever waits is told. */
  static final class NoRoom extends Unavailable {
    private static final long serialVersionUID = 1L;

    private NoRoom(String message) {
      super(message, null);
    }
  }

  /**
   * Before an input is fetched: the room that is kept for the platform is not for inputs either.
   *
   * @throws NoRoom where it would be used
   */
  void require(long bytes) {
    try {
      long missing = keptBytes + bytes - freeBytes();
      if (missing > 0 && (spare.applyAsLong(missing) == 0 || keptBytes + bytes > freeBytes())) {
        throw new NoRoom("its machine has no room on the disk for " + words(bytes));
      }
    } catch (IOException e) {
      LOG.warnf("whether there is room in %s is not known: %s", folder, e.getMessage());
    }
  }

  /**
   * What jobs may have of it together.
   *
   * @param heldBytes by lease, what is known of what they hold there
   */
  DiskRoom room(Map<UUID, Long> heldBytes) {
    try {
      return new DiskRoom(freeBytes() - keptBytes, heldBytes);
    } catch (IOException | RuntimeException e) {
      LOG.warnf("how much room there is in %s is not known: %s", folder, e.getMessage());
      return DiskRoom.UNKNOWN;
    }
  }

  /** Whether as much, or less, could be removed that nobody needs. */
  boolean spare(long bytes) {
    return spare.applyAsLong(bytes) > 0;
  }

  /** For others than root, whom some file systems keep a part back for. */
  private long freeBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  private static String words(long bytes) {
    return bytes >= MIB ? bytes / MIB + " MiB" : bytes + " bytes";
  }
}
