package io.keelson.compute.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * When a job's {@link DiskUse} is looked at: regularly, and at once when the file system, which is
 * asked at each call, has lost a quarter of what the job may still take. Whoever took that may be
 * another; a job that takes it does not get far. A look is a thread of its own: whoever asks never
 * waits for a large tree or a slow disk. To be asked by one thread.
 */
final class DiskWatch {
  private static final Logger LOG = Logger.getLogger(DiskWatch.class);
  private static final int ROOM_SHARE = 4;

  /** A job near its limit is not looked at for every little that others write. */
  private static final int MIN_LOSS_SHARE = 64;

  /** At most a tenth of the time goes into regular looks, a quarter into those at once. */
  private static final int REGULAR_PAUSE = 9;

  private static final int PAUSE = 3;

  /** How often it is looked, where the file system does not lose room faster. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Path folder;
  private final Weighing weighing;
  private final long maxBytes;

  /**
   * What a look has found.
   *
   * @param bytes that the job holds
   * @param limitViolation what it holds too much of
   * @param exhausted what it has used up, of which the system gives it no more
   */
  record Weight(long bytes, Optional<String> limitViolation, Optional<String> exhausted) {}

  /** How it is looked. */
  private interface Weighing {
    Weight weigh() throws IOException;
  }

  /** Whoever reads false here sees all that the last look has left. */
  private volatile boolean looking;

  private volatile Optional<String> found = Optional.empty();
  private volatile Optional<String> exhausted = Optional.empty();
  private volatile long heldBytes;
  private boolean looked;
  private long notBeforeNanos;
  private long dueNanos;
  private long freeBytes;
  private long roomBytes;

  private DiskWatch(Path folder, Weighing weighing, long maxBytes) {
    this.folder = folder;
    this.weighing = weighing;
    this.maxBytes = maxBytes;
  }

  /**
   * Of a job that shares its file system with others.
   *
   * @param pids the job's processes now
   */
  DiskWatch(Path folder, Supplier<Set<Long>> pids, long maxBytes) {
    this(folder, () -> shared(folder, pids, maxBytes), maxBytes);
  }

  private static Weight shared(Path folder, Supplier<Set<Long>> pids, long maxBytes)
      throws IOException {
    DiskUse use = DiskUse.of(folder, pids.get(), maxBytes, DiskUse.MAX_FILES);
    return new Weight(use.bytes(), use.limitViolation(), Optional.empty());
  }

  /** Of a job that has a file system of its own, which keeps its limit by itself. */
  static DiskWatch ofOwn(JobFolder folder, long maxBytes) {
    return new DiskWatch(folder.job(), () -> OwnDiskUse.of(folder, maxBytes), maxBytes);
  }

  /** What the job had too much of at the last look; begins the next one when it is due. */
  Optional<String> limitViolation() {
    if (!looking && isDue()) {
      looking = true;
      Thread.ofVirtual().name("disk-watch-" + folder).start(this::look);
    }
    return found;
  }

  /** At the last look; nothing before the first. */
  long heldBytes() {
    return heldBytes;
  }

  /** What the job has used up, now or at an earlier look. */
  Optional<String> exhausted() {
    if (exhausted.isEmpty()) {
      try {
        exhausted = weighing.weigh().exhausted();
      } catch (IOException | RuntimeException e) {
        LOG.debugf("how much lies in %s is not known: %s", folder, e.getMessage());
      }
    }
    return exhausted;
  }

  boolean isLooking() {
    return looking;
  }

  private boolean isDue() {
    long nowNanos = System.nanoTime();
    return !looked
        || nowNanos - dueNanos >= 0
        || (nowNanos - notBeforeNanos >= 0 && freeBytes - freeBytes() > tellingLossBytes());
  }

  private long tellingLossBytes() {
    return Math.max(roomBytes / ROOM_SHARE, maxBytes / MIN_LOSS_SHARE);
  }

  /** A look that fails is told and repeated: it is no fault of the job. */
  private void look() {
    long startedNanos = System.nanoTime();
    try {
      freeBytes = freeBytes();
      Weight weight = weighing.weigh();
      heldBytes = weight.bytes();
      roomBytes = maxBytes - weight.bytes();
      found = weight.limitViolation();
      if (weight.exhausted().isPresent()) {
        exhausted = weight.exhausted();
      }
    } catch (IOException | RuntimeException e) {
      if (Files.exists(folder)) { // else it was removed meanwhile
        LOG.warnf("how much lies in %s is not known: %s", folder, e.getMessage());
      }
    } finally {
      planNext(startedNanos);
      looking = false;
    }
  }

  private void planNext(long startedNanos) {
    looked = true;
    long endedNanos = System.nanoTime();
    long tookNanos = endedNanos - startedNanos;
    notBeforeNanos = endedNanos + PAUSE * tookNanos;
    dueNanos = endedNanos + Math.max(INTERVAL.toNanos(), REGULAR_PAUSE * tookNanos);
  }

  /** As it was at the last look where the system does not say. */
  private long freeBytes() {
    try {
      return Files.getFileStore(folder).getUnallocatedSpace();
    } catch (IOException unknown) {
      LOG.debugf("the file system of %s cannot be asked: %s", folder, unknown.getMessage());
      return freeBytes;
    }
  }
}
