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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answered requests of one gateway process, in a memory-mapped file: the system keeps what was
 * counted when the process is killed. A locked file has a living owner. A counter only grows; when
 * all of it is billed its slot may be freed and taken for another revision.
 *
 * <p>Layout, little-endian: a header of 128 bytes (magic, instance, when it was started and last
 * seen, how many slots were ever in use), then slots of 128 bytes (tenant, project, endpoint,
 * revision, answered requests, whether it is taken, its own id, since when). Whether a slot is
 * taken is written last when it is taken and first when it is freed, so that a process may be
 * killed at any point.
 */
public final class CounterFile implements AutoCloseable {
  /** Revisions that one process can count for at a time; the file is sparse. */
  public static final int MAX_SLOTS = 65_536;

  private static final String PREFIX = "requests-";
  private static final String SUFFIX = ".counters";
  private static final long MAGIC = 0x4b53_4e43_4e54_0002L;

  /** Of earlier releases: every slot in use is taken, and goes by the id of its process. */
  private static final long MAGIC_WITHOUT_REUSE = 0x4b53_4e43_4e54_0001L;

  private static final int RECORD_BYTES = 128;
  private static final int FILE_BYTES = RECORD_BYTES * (MAX_SLOTS + 1);
  private static final int INSTANCE_AT = 8;
  private static final int STARTED_AT = 24;
  private static final int SEEN_AT = 32;
  private static final int USED_AT = 40;
  private static final int VALUE_AT = 64;
  private static final int TAKEN_AT = 72;
  private static final int ID_AT = 80;
  private static final int SINCE_AT = 96;
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
  private final Deque<Integer> freed = new ArrayDeque<>();
  private int capacity = MAX_SLOTS;

  private CounterFile(Path path, FileChannel channel, FileLock lock, MappedByteBuffer bytes) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.bytes = bytes;
  }

  /**
   * One revision's place in the file.
   *
   * @param id whose count it is for the ledger: another one each time that the slot is taken
   * @param sinceMillis when it was taken
   */
  record Slot(ByteBuffer bytes, int offset, RevisionCounter.Key key, UUID id, long sinceMillis) {
    void increment() {
      LONG.getAndAdd(bytes, offset + VALUE_AT, 1L);
    }

    long value() {
      return (long) LONG.getVolatile(bytes, offset + VALUE_AT);
    }
  }

  /** A new file of this process, locked until it is closed. */
  public static CounterFile create(Path folder, UUID instanceId, long nowMillis) {
    return create(folder, instanceId, nowMillis, MAX_SLOTS);
  }

  /**
   * @param capacity revisions that it counts for at a time, at most {@value #MAX_SLOTS}
   */
  static CounterFile create(Path folder, UUID instanceId, long nowMillis, int capacity) {
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
      file.capacity = Math.min(capacity, MAX_SLOTS);
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
        take(path.toAbsolutePath()).ifPresent(out::add);
      }
      return out;
    } catch (IOException e) {
      out.forEach(CounterFile::close);
      throw new UncheckedIOException("the counters in " + folder + " cannot be read", e);
    }
  }

  /** Holds the file unless somebody does; whatever keeps it from being opened, it is not held. */
  private static Optional<CounterFile> take(Path path) throws IOException {
    if (!HELD.add(path)) {
      return Optional.empty();
    }
    Optional<CounterFile> file = Optional.empty();
    try {
      file = open(path, StandardOpenOption.WRITE);
      return file;
    } finally {
      if (file.isEmpty()) {
        HELD.remove(path);
      }
    }
  }

  private static Optional<CounterFile> open(Path path, StandardOpenOption how) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, how);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      return Optional.of(new CounterFile(path, channel, lock, bytes));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether the file was written by a process that came past its start. */
  boolean isUsable() {
    return getLong(0) == MAGIC || getLong(0) == MAGIC_WITHOUT_REUSE;
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
   * A free slot, for a key that has none.
   *
   * @throws IllegalStateException when all slots are taken
   */
  synchronized Slot take(RevisionCounter.Key key, UUID id, long nowMillis) {
    int used = used();
    boolean again = !freed.isEmpty();
    if (!again && used >= capacity) {
      throw new IllegalStateException(
          "a gateway process counts for at most " + capacity + " revisions at a time");
    }
    int offset = again ? freed.pop() : RECORD_BYTES * (used + 1);
    putId(offset, key.tenantId());
    putId(offset + 16, key.projectId());
    putId(offset + 32, key.endpointId());
    putId(offset + 48, key.revisionId());
    putId(offset + ID_AT, id);
    bytes.putLong(offset + SINCE_AT, nowMillis);
    putLong(offset + TAKEN_AT, 1);
    if (!again) {
      putLong(USED_AT, used + 1L);
    }
    return new Slot(bytes, offset, key, id, nowMillis);
  }

  /** Frees a slot of which all is on the ledger, and that nobody counts in any more. */
  synchronized void free(Slot slot) {
    putLong(slot.offset() + TAKEN_AT, 0);
    putLong(slot.offset() + VALUE_AT, 0);
    freed.push(slot.offset());
  }

  /** All slots that are taken. */
  List<Slot> slots() {
    List<Slot> out = new ArrayList<>();
    boolean allTaken = getLong(0) == MAGIC_WITHOUT_REUSE;
    for (int i = 1; i <= used(); i++) {
      int at = RECORD_BYTES * i;
      if (allTaken || getLong(at + TAKEN_AT) == 1) {
        out.add(
            new Slot(
                bytes,
                at,
                new RevisionCounter.Key(getId(at), getId(at + 16), getId(at + 32), getId(at + 48)),
                allTaken ? instanceId() : getId(at + ID_AT),
                allTaken ? startedMillis() : bytes.getLong(at + SINCE_AT)));
      }
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
