package io.keelson.compute.local.input;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/**
 * Inputs of jobs as files of this machine. Each content of a tenant is fetched once, checked, and
 * given to every job as a second name of the same read-only file, which is for the caller to keep
 * jobs from writing to. Tenants share nothing: neither what is there nor how long it takes tells of
 * another's data. Several processes of a machine may have the same folder.
 */
public final class InputCache {
  private static final Logger LOG = Logger.getLogger(InputCache.class);

  private final CacheFolder folder;
  private final InputSource source;
  private final Bounds bounds;
  private final InstantSource clock;

  /** By the file that is fetched: true when it was, false when its fetcher was interrupted. */
  private final Map<Path, CompletableFuture<Boolean>> fetches = new ConcurrentHashMap<>();

  /**
   * How much is kept. What jobs read counts and is not removed.
   *
   * @param maxBytes of all tenants together
   * @param maxAge since it was last placed
   */
  public record Bounds(long maxBytes, Duration maxAge) {}

  /**
   * Removes what a process that is gone has left half fetched.
   *
   * @param folder on the file system of the jobs' folders; made if it is missing
   */
  public InputCache(Path folder, InputSource source, Bounds bounds, InstantSource clock) {
    this.folder = new CacheFolder(folder);
    this.source = source;
    this.bounds = bounds;
    this.clock = clock;
    this.folder.sweepFetching();
  }

  /**
   * Makes the target, which is not there yet. Waits where another job fetches the same;
   * interrupting the caller ends that, and leaves the others to fetch it.
   *
   * @throws io.keelson.tenancy.failure.NotFound when this tenant has no such object
   * @throws WrongDigest when it is not what it was
   * @throws IOException when it cannot be placed now, or is damaged
   */
  public void place(UUID tenantId, String digest, Path target) throws IOException {
    long sizeBytes = source.sizeBytes(tenantId, digest);
    Path file = folder.file(tenantId, digest);
    while (!CacheFolder.link(file, sizeBytes, target, clock.instant())) {
      CompletableFuture<Boolean> mine = new CompletableFuture<>();
      CompletableFuture<Boolean> another = fetches.putIfAbsent(file, mine);
      if (another != null) {
        await(another);
        continue;
      }
      try {
        fetch(tenantId, digest, sizeBytes, target);
        mine.complete(true);
        return;
      } catch (IOException | RuntimeException e) {
        tell(mine, e);
        throw e;
      } finally {
        mine.complete(false); // after an error of the machine: whoever waits tries by itself
        fetches.remove(file, mine);
      }
    }
  }

  /** Unless it was fetched since it was looked for. */
  private void fetch(UUID tenantId, String digest, long sizeBytes, Path target) throws IOException {
    if (!CacheFolder.link(folder.file(tenantId, digest), sizeBytes, target, clock.instant())) {
      folder.fetch(source, tenantId, digest, target, clock.instant());
      trim();
    }
  }

  /** That the job which fetches is cancelled is no failure of the others. */
  private static void tell(CompletableFuture<Boolean> fetch, Exception failure) {
    boolean interrupted =
        failure instanceof InterruptedIOException
            || failure instanceof ClosedByInterruptException
            || Thread.currentThread().isInterrupted();
    if (interrupted) {
      fetch.complete(false);
    } else {
      fetch.completeExceptionally(failure);
    }
  }

  private static void await(CompletableFuture<Boolean> fetch) throws IOException {
    try {
      boolean fetched = fetch.get();
      LOG.debugf("another job has fetched the same input: %s", fetched);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** Removes what is beyond the bounds and read by no job. */
  public void trim() {
    try {
      folder.trim(bounds.maxBytes(), clock.instant().minus(bounds.maxAge()));
    } catch (RuntimeException e) {
      LOG.warnf("inputs that are not used cannot be removed: %s", e.getMessage());
    }
  }

  /**
   * Removes as much that no job reads, what was used longest ago first, or all of it; nothing where
   * that makes no room there.
   *
   * @param there a path on the file system that is short of room
   * @return how much was removed, in bytes
   */
  public long release(long bytes, Path there) {
    try {
      return folder.sharesFileSystemWith(there)
          ? folder.trim(Math.max(0, folder.bytes() - bytes), Instant.EPOCH)
          : 0;
    } catch (IOException | RuntimeException e) {
      LOG.warnf("inputs that are not used cannot be removed: %s", e.getMessage());
      return 0;
    }
  }

  /** Removes all, for want of walls that keep it from jobs. */
  public void clear() {
    folder.clear();
  }
}
