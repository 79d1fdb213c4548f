package io.keelson.compute.supervisor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * A part of looking after an attempt that may hang or fail, on a thread of its own, so that the
 * attempt itself is observed, ended and limited as ever. It is passed through again and again until
 * it says that all is done; after a failure each pause is longer than the last.
 */
final class SideLoop {
  private static final Logger LOG = Logger.getLogger(SideLoop.class);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

  private final String name;
  private final String complaint;
  private final BooleanSupplier pass;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean stopped;
  private Thread thread;

  /**
   * @param name of its thread
   * @param complaint what is told, with the reason, when it begins to fail
   * @param pass true when all is done
   */
  SideLoop(String name, String complaint, BooleanSupplier pass) {
    this.name = name;
    this.complaint = complaint;
    this.pass = pass;
  }

  /** Does nothing when it has begun. */
  synchronized void start() {
    if (thread == null && !stopped) {
      thread = Thread.ofVirtual().name(name).start(this::run);
    }
  }

  private void run() {
    Duration pause = Attempt.PACE;
    while (!stopped) {
      try {
        if (pass.getAsBoolean()) {
          done.countDown();
          return;
        }
        pause = Attempt.PACE;
      } catch (RuntimeException | Error e) {
        // Be it an error: without this thread nobody would ever say that all is done.
        if (!stopped && pause.equals(Attempt.PACE)) {
          LOG.warnf("%s: %s", complaint, e instanceof Error ? e.toString() : e.getMessage());
        }
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(MAX_PAUSE) < 0 ? longer : MAX_PAUSE;
      }
      pause(pause);
    }
  }

  private void pause(Duration time) {
    try {
      wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
      wake.drainPermits(); // the pass that follows does all that there is
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped
    }
  }

  /** Starts it, or ends its pause: there is something to do. */
  void wake() {
    wake.release();
    start();
  }

  /** Waits for a moment; to be called until it is true. */
  boolean awaitDone() {
    try {
      return done.await(Attempt.PACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends it wherever it is. */
  synchronized void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
