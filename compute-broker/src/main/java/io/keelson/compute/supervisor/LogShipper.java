package io.keelson.compute.supervisor;

import io.keelson.compute.job.JobLogWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings an attempt's log to the store on a thread of its own, so that nobody who looks after the
 * attempt waits for the store. What cannot be stored now stays in the job's folder, within the
 * bound of its streams, and is tried again.
 */
final class LogShipper {
  private static final Logger LOG = Logger.getLogger(LogShipper.class);
  private static final Duration PACE = Duration.ofMillis(250);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

  private final UUID jobId;
  private final JobLogWriter writer;
  private final CountDownLatch stored = new CountDownLatch(1);
  private final Semaphore wake = new Semaphore(0);
  private volatile List<String> remarks;
  private volatile boolean stopped;
  private Thread thread;

  LogShipper(UUID jobId, JobLogWriter writer) {
    this.jobId = jobId;
    this.writer = writer;
  }

  /** Begins to follow the streams; does nothing when it has begun. */
  synchronized void start() {
    if (thread == null && !stopped) {
      thread = Thread.ofVirtual().name("log-" + jobId).start(this::run);
    }
  }

  private void run() {
    Duration pause = PACE;
    while (!stopped) {
      try {
        List<String> last = remarks;
        if (last != null) {
          writer.finish(last);
          stored.countDown();
          return;
        }
        writer.poll();
        pause = PACE;
      } catch (RuntimeException | Error e) {
        // Be it an error: without this thread nobody would ever say that all is stored.
        if (!stopped && pause.equals(PACE)) {
          String message = e instanceof Error ? e.toString() : e.getMessage();
          LOG.warnf("the log of job %s waits in its folder: %s", jobId, message);
        }
        pause = pause.compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
      }
      pause(pause);
    }
  }

  private void pause(Duration time) {
    try {
      wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped
    }
  }

  /**
   * The streams are at their end: stores all that is left, with remarks of the platform behind it.
   * Waits for a moment; to be called until it is true.
   *
   * @return whether all is stored
   */
  boolean finish(List<String> last) {
    if (remarks == null) {
      remarks = List.copyOf(last);
      wake.release();
      start();
    }
    try {
      return stored.await(PACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Lets go of the log; whoever has the attempt next goes on where the store ends. */
  synchronized void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
