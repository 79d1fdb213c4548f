package io.keelson.tenancy.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Does what is due again and again, on a virtual thread, until it is closed. A pass that fails is
 * logged; what it left is due again in the next one.
 */
public final class DueLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DueLoop.class);
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Duration interval;
  private final BooleanSupplier pass;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread loop;

  /**
   * @param name of its thread, and what the log says waits when a pass fails
   * @param interval between two passes
   * @param pass true when more is due at once
   */
  public DueLoop(String name, Duration interval, BooleanSupplier pass) {
    this.name = name;
    this.interval = interval;
    this.pass = pass;
  }

  public void start() {
    loop = Thread.ofVirtual().name(name).start(this::run);
  }

  private void run() {
    try {
      boolean more = false;
      while (!closed.await(more ? 0 : interval.toMillis(), TimeUnit.MILLISECONDS)) {
        more = attempt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean attempt() {
    try {
      return pass.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.warnf("%s waits for its next pass: %s", name, e.getMessage());
      return false;
    }
  }

  /** Ends after the pass in progress. */
  @Override
  public void close() {
    closed.countDown();
    if (loop != null) {
      try {
        loop.join(END_PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
