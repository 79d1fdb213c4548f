package io.keelson.tenancy.loop;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Adds to each tenant's rows what this process has counted of it in memory, at an interval: whoever
 * counts waits for nothing, and any number of processes sum up.
 *
 * <p>A process that is killed loses what it has counted since its last pass, longer while the
 * database is away; one that is stopped loses nothing. Counts whose commit is in doubt are added
 * again.
 *
 * @param <C> what is counted of one tenant
 */
public final class WriteBehind<C> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WriteBehind.class);

  /** After so many tenants' failures in a row a pass gives up: it is not the tenant. */
  private static final int MAX_FAILURES = 3;

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
              flush();
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
   * Writes what is counted. One pass at a time: at its end all that was counted before it began is
   * written, or counted again where it could not be. Whoever counts does not wait for it.
   *
   * @throws RuntimeException the third failure in a row
   */
  public synchronized void flush() {
    long lost = missed.getAndSet(0);
    if (lost > 0) {
      LOG.warnf("%s: %d are not counted: more callers came than are told apart", name, lost);
    }
    int failures = 0;
    for (UUID tenantId : counts.tenants()) {
      failures = isWritten(tenantId, failures + 1) ? 0 : failures + 1;
      loop.beat();
    }
  }

  /**
   * False when it is written later.
   *
   * @param failures in a row, with this one
   */
  private boolean isWritten(UUID tenantId, int failures) {
    C taken = counts.take(tenantId);
    if (taken == null) {
      return true;
    }
    try {
      rows.accept(tenantId, taken);
      return true;
    } catch (RuntimeException e) {
      counts.giveBack(tenantId, taken);
      if (failures == MAX_FAILURES) {
        throw e;
      }
      LOG.debugf("%s of tenant %s are written later: %s", name, tenantId, e.getMessage());
      return false;
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
  }
}
