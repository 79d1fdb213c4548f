package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * This machine, as the broker processes on it know it: its name is a file of its data folder, and
 * another machine with that folder, or a copy of it, is {@link #sharesItsName found out}. Each
 * process holds a lock on a file of its own there, which ends with it however it ends, so that the
 * others need not wait to see that it is dead.
 */
public final class LocalHost {
  private static final String ID = "host-id";
  private final Path folder;
  private final String id;
  private final String machine = MachineIdentity.here();
  private volatile boolean sharesItsName;

  private LocalHost(Path folder, String id) {
    this.folder = folder;
    this.id = id;
  }

  /** The machine with this data folder; its name is made up when it has none yet. */
  public static LocalHost of(Path dataFolder) {
    try {
      Files.createDirectories(dataFolder);
      Path holders = dataFolder.resolve("holders");
      Files.createDirectories(holders);
      Files.setPosixFilePermissions(holders, PosixFilePermissions.fromString("rwx------"));
      Path file = dataFolder.resolve(ID);
      Path fresh = Files.createTempFile(dataFolder, ID, ".new");
      Files.writeString(fresh, UUID.randomUUID().toString());
      try {
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException known) {
        // It keeps its name.
      } finally {
        Files.delete(fresh);
      }
      return new LocalHost(holders, Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder " + dataFolder + " cannot be used", e);
    }
  }

  public String id() {
    return id;
  }

  /** Which running system it is: another one with each start, at most 100 characters. */
  public String machine() {
    return machine;
  }

  /** Another machine that goes by its name has been found to live, and to have begun first. */
  public void meetNamesake() {
    sharesItsName = true;
  }

  /** Whether this process has met a machine that goes by the name of this one. */
  public boolean sharesItsName() {
    return sharesItsName;
  }

  /** A few characters of it, for names that must be short. */
  String shortId() {
    return id.substring(0, 8);
  }

  /** Marks a process as living until the mark is closed or the process is gone. */
  public AutoCloseable mark(UUID holderId) {
    try {
      FileChannel channel =
          FileChannel.open(file(holderId), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new IllegalStateException("another process goes by the id " + holderId);
      }
      return () -> {
        channel.close();
        Files.deleteIfExists(file(holderId));
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether a process with a mark is certainly gone: marks of other running systems say nothing
   * here. Not for the caller's own id.
   *
   * @param itsMachine its {@link #machine}; null for one that said that it leaves
   */
  public boolean isDead(UUID holderId, String itsMachine) {
    return (itsMachine == null || itsMachine.equals(machine)) && isUnlocked(holderId);
  }

  private boolean isUnlocked(UUID holderId) {
    try (FileChannel channel = FileChannel.open(file(holderId), StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException livesInThisProcess) {
      return false;
    } catch (IOException noMark) {
      return !Files.exists(file(holderId));
    }
  }

  private Path file(UUID holderId) {
    return folder.resolve(holderId + ".lock");
  }
}
