package io.keelson.tenancy.loop;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Adds to each tenant's rows what this process has counted of it in memory, at an interval: whoever
 * counts waits for nothing, and any number of processes sum up.
 *
 * <p>A process that is killed loses what it has counted since its last pass, longer while the
 * database is away; one that is stopped loses nothing. Counts whose commit is in doubt are added
 * again. Some tenants are written at once, so that one whose connections are used up holds up
 * nobody else.
 *
 * @param <C> what is counted of one tenant
 */
public final class WriteBehind<C> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WriteBehind.class);

  private static final int MAX_AT_WORK = 16;

  /** After so many tenants' failures a pass gives up: it is not the tenant. */
  private static final int MAX_FAILURES = 3;

  /** Likewise where some were written before: in a row. */
  private static final int MAX_FAILURES_IN_A_ROW = 2 * MAX_AT_WORK;

  private static final Duration END_PATIENCE = Duration.ofSeconds(30);

  /** What is counted and not written yet. Others count meanwhile. */
  public interface Counts<C> {
    /** Whose counts there are. */
    List<UUID> tenants();

    /** Hands over what is counted of a tenant; null for nothing. */
    C take(UUID tenantId);

    /** What could not be written is counted again, as far as there is room. */
    void giveBack(UUID tenantId, C taken);
  }

  private final String name;
  private final Counts<C> counts;
  private final BiConsumer<UUID, C> rows;
  private final AtomicLong missed = new AtomicLong();
  private final Set<UUID> atWork = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MAX_AT_WORK, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final DueLoop loop;

  /**
   * @param name of what is counted, in the plural; in the log and in health
   * @param rows adds what is counted of a tenant to its rows, all or nothing
   */
  public WriteBehind(String name, Duration interval, Counts<C> counts, BiConsumer<UUID, C> rows) {
    this.name = name;
    this.counts = counts;
    this.rows = rows;
    this.loop =
        new DueLoop(
            name,
            interval,
            () -> {
              pass(false);
              return false;
            });
  }

  public void start() {
    loop.start();
  }

  /** Something was not counted for want of room. The next pass says how often that was. */
  public void miss() {
    missed.incrementAndGet();
  }

  /**
   * Writes what is counted: at its end all that was counted before it began is written, or counted
   * again where it could not be. Whoever counts does not wait for it.
   *
   * @throws RuntimeException the last failure, where nothing could be written
   */
  public void flush() {
    pass(true);
  }

  /** What has come of a pass so far. */
  private static final class Pass {
    private int written;
    private int failed;
    private int failedInARow;
    private RuntimeException last;

    synchronized void ended(RuntimeException failure) {
      written += failure == null ? 1 : 0;
      failed += failure == null ? 0 : 1;
      failedInARow = failure == null ? 0 : failedInARow + 1;
      last = failure;
    }

    synchronized void giveUpWhereNothingIsWritten() {
      if (written == 0 && failed >= MAX_FAILURES || failedInARow >= MAX_FAILURES_IN_A_ROW) {
        throw last;
      }
    }
  }

  /**
   * @param waits until all is written; else a tenant that is still at work is left to the next pass
   */
  private synchronized void pass(boolean waits) {
    long lost = missed.getAndSet(0);
    if (lost > 0) {
      LOG.warnf("%s: %d are not counted: more callers came than are told apart", name, lost);
    }
    Pass pass = new Pass();
    try {
      if (waits) {
        awaitIdle();
      }
      for (UUID tenantId : counts.tenants()) {
        pass.giveUpWhereNothingIsWritten();
        begin(tenantId, pass);
        loop.beat();
      }
      if (waits) {
        awaitIdle();
        pass.giveUpWhereNothingIsWritten();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitIdle() throws InterruptedException {
    if (places.tryAcquire(MAX_AT_WORK, END_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      places.release(MAX_AT_WORK);
    }
  }

  /** Waits while as many are at work as may be. */
  private void begin(UUID tenantId, Pass pass) throws InterruptedException {
    if (!atWork.add(tenantId)) {
      return;
    }
    boolean begun = false;
    try {
      places.acquire();
      threads.execute(
          () -> {
            try {
              pass.ended(write(tenantId));
            } finally {
              atWork.remove(tenantId);
              places.release();
            }
          });
      begun = true;
    } finally {
      if (!begun) {
        atWork.remove(tenantId);
      }
    }
  }

  /** Null when it is written; else why it is later. */
  private RuntimeException write(UUID tenantId) {
    C taken = counts.take(tenantId);
    if (taken == null) {
      return null;
    }
    try {
      rows.accept(tenantId, taken);
      return null;
    } catch (RuntimeException e) {
      counts.giveBack(tenantId, taken);
      LOG.debugf("%s of tenant %s are written later: %s", name, tenantId, e.getMessage());
      return e;
    }
  }

  /** Writes what is left. */
  @Override
  public void close() {
    loop.close();
    try {
      flush();
    } catch (RuntimeException e) {
      LOG.warnf("the last %s are not written: %s", name, e.getMessage());
    }
    threads.shutdownNow();
  }
}
