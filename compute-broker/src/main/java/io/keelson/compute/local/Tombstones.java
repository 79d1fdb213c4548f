package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * The attempts of this machine that are never to start any more, by the names of their folders. A
 * process that was frozen while it prepared one, and thaws when that has long been given up and
 * removed, finds it here, and so does a wrapper: each looks after it has made what would be seen of
 * it, and whoever gives an attempt up looks for that after the tombstone has been put. One of the
 * two sees the other.
 *
 * <p>They lie in {@code <data>/tombstones/}, in a folder for each last two characters of their
 * names.
 */
final class Tombstones {
  private static final Logger LOG = Logger.getLogger(Tombstones.class);
  private static final int SHARD_CHARACTERS = 2;
  private final Path folder;

  Tombstones(Path dataFolder) {
    this.folder = dataFolder.resolve("tombstones");
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be used", e);
    }
  }

  Path of(String name) {
    return folder.resolve(name.substring(name.length() - SHARD_CHARACTERS)).resolve(name);
  }

  boolean has(String name) {
    return Files.exists(of(name));
  }

  /**
   * Synced to disk. A disk that takes nothing keeps no attempt from being ended: false then, to be
   * tried again.
   */
  boolean put(String name) {
    Path stone = of(name);
    if (Files.exists(stone)) {
      return true;
    }
    try {
      Files.createDirectories(stone.getParent());
      create(stone);
      sync(stone.getParent());
      sync(folder);
    } catch (IOException e) {
      LOG.warnf("an attempt that is given up cannot be marked so: %s", e.getMessage());
      return false;
    }
    return true;
  }

  private static void create(Path stone) throws IOException {
    try {
      Files.createFile(stone);
    } catch (FileAlreadyExistsException another) {
      LOG.debugf("%s was put by another", stone);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes those that have been there for longer than that. */
  void forgetOlderThan(Duration age) {
    Instant before = Instant.now().minus(age);
    try (DirectoryStream<Path> shards = Files.newDirectoryStream(folder)) {
      for (Path shard : shards) {
        forget(shard, before);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void forget(Path shard, Instant before) throws IOException {
    try (DirectoryStream<Path> stones = Files.newDirectoryStream(shard)) {
      for (Path stone : stones) {
        if (Files.getLastModifiedTime(stone).toInstant().isBefore(before)) {
          Files.deleteIfExists(stone);
        }
      }
    } catch (NotDirectoryException notOurs) {
      LOG.debugf("%s is no folder", shard);
    }
  }
}
