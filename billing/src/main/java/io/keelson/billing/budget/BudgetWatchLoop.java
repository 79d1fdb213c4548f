package io.keelson.billing.budget;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Has {@link BudgetWatch} look at what is due, for as long as the process has the role for it. */
public final class BudgetWatchLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BudgetWatchLoop.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);

  private final BudgetWatch watch;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread loop;

  public BudgetWatchLoop(BudgetWatch watch) {
    this.watch = watch;
  }

  public void start() {
    loop = Thread.ofVirtual().name("budget-watch").start(this::run);
  }

  private void run() {
    try {
      boolean more = false;
      while (!closed.await(more ? 0 : POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        more = pass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What fails is due again in the next pass. */
  private boolean pass() {
    try {
      return watch.lookAtDue();
    } catch (RuntimeException e) {
      LOG.warnf("budgets wait to be looked at: %s", e.getMessage());
      return false;
    }
  }

  /** Ends after the pass in progress. */
  @Override
  public void close() {
    closed.countDown();
    if (loop != null) {
      try {
        loop.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
