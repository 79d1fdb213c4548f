package io.keelson.tenancy.testing;

import io.keelson.tenancy.embedded.EmbeddedConfig;
import io.keelson.tenancy.embedded.Ports;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The data folder of the test servers and who uses it: each test process holds a shared lock while
 * it lives, so that the last one that leaves can tell that it is the last.
 */
final class TestFolder {

  private static final String DATA = "KEELSON_TEST_SERVERS_DATA";
  private static final String KEEP = "KEELSON_TEST_SERVERS_KEEP";
  private static final long DOOR_PATIENCE_MS = 180_000;
  private static final long DOOR_POLL_MS = 50;

  private final Path path;
  private final FileChannel door;
  private final FileChannel users;
  private final boolean alone;
  private FileLock doorLock;
  private final FileLock userLock;

  private TestFolder(Path path) throws IOException {
    this.path = path;
    Files.createDirectories(path);
    this.door = channel("door.lock");
    this.users = channel("users.lock");
    this.doorLock = lockDoor();
    FileLock everyone = tryLock(false);
    this.alone = everyone != null;
    if (everyone != null) {
      everyone.release();
    }
    this.userLock = tryLock(true);
  }

  /** Class loaders of one process each have a copy of this class, but share its file locks. */
  private FileLock tryLock(boolean shared) throws IOException {
    try {
      return users.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException anotherCopyOfThisClassIsIn) {
      return null;
    }
  }

  private FileLock lockDoor() throws IOException {
    for (long left = DOOR_PATIENCE_MS; left > 0; left -= DOOR_POLL_MS) {
      try {
        FileLock lock = door.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException anotherCopyOfThisClassIsAtTheDoor) {
        // Waits like for any other process.
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DOOR_POLL_MS));
    }
    throw new IOException(
        "another test process keeps %s locked for %d ms".formatted(path, DOOR_PATIENCE_MS));
  }

  private FileChannel channel(String name) throws IOException {
    return FileChannel.open(
        path.resolve(name),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /**
   * {@code target/test-servers} of the checkout, or a folder in {@code /tmp} when others cannot
   * pass.
   */
  static Path find() {
    String chosen = System.getenv(DATA);
    if (chosen != null) {
      return Path.of(chosen).toAbsolutePath().normalize();
    }
    Path root = root();
    for (Path at = root; at != null; at = at.getParent()) {
      if (isRoot() && !othersPass(at)) {
        return Path.of("/tmp/keelson-test-0-" + Integer.toHexString(root.toString().hashCode()));
      }
    }
    return root.resolve("target").resolve("test-servers");
  }

  private static boolean othersPass(Path folder) {
    try {
      return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static Path root() {
    String configured = System.getProperty("keelson.test.root");
    if (configured != null && !configured.contains("${")) {
      return Path.of(configured).toAbsolutePath().normalize();
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return at;
      }
    }
    return here;
  }

  /** Comes in; until {@link #entered} is called nobody else comes in or leaves. */
  static TestFolder enter(Path path) {
    try {
      return new TestFolder(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void entered() {
    release(doorLock);
  }

  /** True when no other test process was here on entering. */
  boolean alone() {
    return alone;
  }

  /**
   * Runs {@code last} when nobody else is here and nobody asked to keep the servers. The locks end
   * with the process, so that whoever waits at the door comes in when all is done.
   */
  void leave(Runnable last) {
    if (userLock == null) {
      return;
    }
    try {
      doorLock = lockDoor();
      release(userLock);
      if (tryLock(false) != null && System.getenv(KEEP) == null) {
        last.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void release(FileLock lock) {
    try {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String secret(String name) {
    try {
      return Files.readString(path.resolve("secrets").resolve(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
  }

  /** With ports that were chosen once, so that a later process finds the servers where they are. */
  EmbeddedConfig configure(EmbeddedConfig config) {
    Path file = path.resolve("ports.properties");
    Properties ports = new Properties();
    try {
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          ports.load(reader);
        }
      } else {
        ports.setProperty("postgres", Integer.toString(Ports.free()));
        ports.setProperty("redis", Integer.toString(Ports.free()));
        ports.setProperty("keycloak", Integer.toString(Ports.freeBeforeFree()));
        try (Writer writer = Files.newBufferedWriter(file)) {
          ports.store(writer, null);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return config
        .withPorts(number(ports, "postgres"), number(ports, "redis"), number(ports, "keycloak"))
        .withKeycloakDistribution(root().resolve("tenancy/target/servers/keycloak.zip"));
  }

  private static int number(Properties ports, String server) {
    return Integer.parseInt(ports.getProperty(server));
  }
}
