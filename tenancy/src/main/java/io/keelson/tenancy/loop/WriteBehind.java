package io.keelson.tenancy.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

  /** After so many tenants' failures and nothing written it is not the tenant. */
  private static final int MAX_FAILURES = 3;

  /** After so many in a row a pass begins no more: more than are at work at once. */
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
  private final AtomicLong writes = new AtomicLong();
  private final Set<UUID> atWork = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MAX_AT_WORK, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final DueLoop loop;

  /**
   * Why the latest pass whose outcome is known has written nothing; null once anything is written,
   * or nothing is left to write.
   */
  private volatile RuntimeException failure;

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

  /** {@link DueLoop#lateAfter}. */
  WriteBehind<C> lateAfter(Duration patience) {
    loop.lateAfter(patience);
    return this;
  }

  /** From now on it is late in health while all that it tries to write fails. */
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
   * @throws RuntimeException the last failure, where nothing could be written of three tenants or
   *     more
   */
  public void flush() {
    pass(true);
  }

  /** What has come of a pass so far. */
  private final class Pass {
    private final long writesBefore = writes.get();
    private int underWay = 1; // its beginning
    private int failed;
    private int failedInARow;
    private RuntimeException last;

    synchronized void begun() {
      underWay++;
    }

    synchronized void written() {
      writes.incrementAndGet();
      failedInARow = 0;
      failure = null;
    }

    synchronized void failed(RuntimeException e) {
      failed++;
      failedInARow++;
      last = e;
    }

    /** A part of it has ended. With the last one its outcome is known. */
    synchronized void over() {
      underWay--;
      if (underWay == 0 && isNothingWritten() && (failed > 0 || atWork.isEmpty())) {
        failure = last;
      }
    }

    synchronized void giveUpAfterFailuresInARow() {
      if (failedInARow >= MAX_FAILURES_IN_A_ROW) {
        throw last;
      }
    }

    synchronized void giveUpWhereNothingIsWritten() {
      if (isNothingWritten() && failed >= MAX_FAILURES) {
        throw last;
      }
    }

    /** By a pass that came later, neither. */
    private boolean isNothingWritten() {
      return writes.get() == writesBefore;
    }
  }

  /**
   * @param waits until all is written; else a tenant that is still at work is left to the next
   *     pass, and what is thrown may be the failure of a pass before
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
      beginAll(pass);
      if (waits) {
        awaitIdle();
        pass.giveUpWhereNothingIsWritten();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RuntimeException known = failure;
    if (known != null) {
      throw known;
    }
  }

  /** In another order each time, so that those who fail stand before nobody for long. */
  private void beginAll(Pass pass) throws InterruptedException {
    List<UUID> tenants = new ArrayList<>(counts.tenants());
    Collections.shuffle(tenants);
    try {
      for (UUID tenantId : tenants) {
        pass.giveUpAfterFailuresInARow();
        begin(tenantId, pass);
        if (failure == null) {
          loop.beat();
        }
      }
    } finally {
      pass.over();
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
      pass.begun();
      threads.execute(
          () -> {
            try {
              write(tenantId, pass);
            } finally {
              atWork.remove(tenantId);
              pass.over();
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

  private void write(UUID tenantId, Pass pass) {
    C taken = counts.take(tenantId);
    if (taken == null) {
      return;
    }
    try {
      rows.accept(tenantId, taken);
      pass.written();
    } catch (RuntimeException e) {
      counts.giveBack(tenantId, taken);
      pass.failed(e);
      LOG.debugf("%s of tenant %s are written later: %s", name, tenantId, e.getMessage());
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
