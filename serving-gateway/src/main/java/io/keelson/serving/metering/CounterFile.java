package io.keelson.serving.metering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answered requests of one gateway process, in a memory-mapped file: the system keeps what was
 * counted when the process is killed. A locked file has a living owner; its counters only grow and
 * are never reset.
 *
 * <p>Layout, little-endian: a header of 128 bytes (magic, instance, when it was started and last
 * seen, slots in use), then slots of 128 bytes (tenant, project, endpoint, revision, answered
 * requests).
 */
public final class CounterFile implements AutoCloseable {
  /** Revisions that one process can count for in its life; the file is sparse. */
  public static final int MAX_SLOTS = 65_536;

  private static final String PREFIX = "requests-";
  private static final String SUFFIX = ".counters";
  private static final long MAGIC = 0x4b53_4e43_4e54_0001L;
  private static final int RECORD_BYTES = 128;
  private static final int FILE_BYTES = RECORD_BYTES * (MAX_SLOTS + 1);
  private static final int INSTANCE_AT = 8;
  private static final int STARTED_AT = 24;
  private static final int SEEN_AT = 32;
  private static final int USED_AT = 40;
  private static final int VALUE_AT = 64;
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * Files that this process holds. Their locks are lost when any channel to them is closed, so they
   * are never opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private final MappedByteBuffer bytes;

  private CounterFile(Path path, FileChannel channel, FileLock lock, MappedByteBuffer bytes) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.bytes = bytes;
  }

  /** One revision's place in the file. */
  public static final class Slot {
    private final ByteBuffer bytes;
    private final int offset;
    private final RevisionCounter.Key key;

    private Slot(ByteBuffer bytes, int offset, RevisionCounter.Key key) {
      this.bytes = bytes;
      this.offset = offset;
      this.key = key;
    }

    RevisionCounter.Key key() {
      return key;
    }

    void increment() {
      LONG.getAndAdd(bytes, offset + VALUE_AT, 1L);
    }

    long value() {
      return (long) LONG.getVolatile(bytes, offset + VALUE_AT);
    }
  }

  /** A new file of this process, locked until it is closed. */
  public static CounterFile create(Path folder, UUID instanceId, long nowMillis) {
    Path path = folder.toAbsolutePath().resolve(PREFIX + instanceId + SUFFIX);
    try {
      Files.createDirectories(folder);
      // Under another name until it is locked and filled: nobody may take it for one that was left
      // behind.
      Path unfinished = path.resolveSibling(path.getFileName() + ".new");
      CounterFile file =
          open(unfinished, StandardOpenOption.CREATE_NEW)
              .orElseThrow(() -> new IllegalStateException(unfinished + " is locked"));
      file.putId(INSTANCE_AT, instanceId);
      file.putLong(STARTED_AT, nowMillis);
      file.seen(nowMillis);
      file.putLong(0, MAGIC);
      HELD.add(path);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      file.path = path;
      return file;
    } catch (IOException e) {
      HELD.remove(path);
      throw new UncheckedIOException("the counters of requests cannot be kept in " + folder, e);
    }
  }

  /** Files of processes that have ended, now locked by us; the caller closes each. */
  public static List<CounterFile> abandoned(Path folder) {
    List<CounterFile> out = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return out;
    }
    try (var files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path path : files) {
        if (HELD.add(path.toAbsolutePath())) {
          Optional<CounterFile> file = open(path.toAbsolutePath(), StandardOpenOption.WRITE);
          file.ifPresentOrElse(out::add, () -> HELD.remove(path.toAbsolutePath()));
        }
      }
      return out;
    } catch (IOException e) {
      out.forEach(CounterFile::close);
      throw new UncheckedIOException("the counters in " + folder + " cannot be read", e);
    }
  }

  private static Optional<CounterFile> open(Path path, StandardOpenOption how) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, how);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    return Optional.of(new CounterFile(path, channel, lock, bytes));
  }

  /** Whether the file was written by a process that came past its start. */
  boolean isUsable() {
    return getLong(0) == MAGIC;
  }

  public UUID instanceId() {
    return getId(INSTANCE_AT);
  }

  long startedMillis() {
    return getLong(STARTED_AT);
  }

  /** When its owner was last known to live. */
  long seenMillis() {
    return getLong(SEEN_AT);
  }

  void seen(long nowMillis) {
    putLong(SEEN_AT, nowMillis);
  }

  /**
   * The next free slot, for a key that has none yet.
   *
   * @throws IllegalStateException when all slots are taken
   */
  synchronized Slot add(RevisionCounter.Key key) {
    int used = used();
    if (used >= MAX_SLOTS) {
      throw new IllegalStateException(
          "a gateway process counts for at most " + MAX_SLOTS + " revisions in its life");
    }
    int offset = RECORD_BYTES * (used + 1);
    putId(offset, key.tenantId());
    putId(offset + 16, key.projectId());
    putId(offset + 32, key.endpointId());
    putId(offset + 48, key.revisionId());
    LONG.setVolatile(
        bytes, USED_AT, used + 1L); // after its content: a reader never sees half a slot
    return new Slot(bytes, offset, key);
  }

  /** All slots in use. */
  List<Slot> slots() {
    List<Slot> out = new ArrayList<>();
    for (int i = 1; i <= used(); i++) {
      int at = RECORD_BYTES * i;
      out.add(
          new Slot(
              bytes,
              at,
              new RevisionCounter.Key(getId(at), getId(at + 16), getId(at + 32), getId(at + 48))));
    }
    return out;
  }

  /**
   * Asks the system to write it to the disk, so that a power cut loses no more than what came
   * since.
   */
  void force() {
    bytes.force();
  }

  /** Removes a file whose numbers are all on the ledger. */
  public void delete() {
    try {
      Files.deleteIfExists(path); // while it is locked: nobody else can be looking at it
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be removed", e);
    }
    close();
  }

  @Override
  public void close() {
    try (channel) {
      if (lock.isValid()) {
        lock.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be closed", e);
    } finally {
      HELD.remove(path);
    }
  }

  private int used() {
    return (int) Math.min(MAX_SLOTS, (long) LONG.getVolatile(bytes, USED_AT));
  }

  private long getLong(int at) {
    return (long) LONG.getVolatile(bytes, at);
  }

  private void putLong(int at, long value) {
    LONG.setVolatile(bytes, at, value);
  }

  private UUID getId(int at) {
    return new UUID(bytes.getLong(at), bytes.getLong(at + 8));
  }

  private void putId(int at, UUID id) {
    bytes.putLong(at, id.getMostSignificantBits());
    bytes.putLong(at + 8, id.getLeastSignificantBits());
  }
}
