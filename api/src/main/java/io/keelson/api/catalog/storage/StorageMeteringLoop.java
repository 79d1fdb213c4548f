package io.keelson.api.catalog.storage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Has {@link StorageMeter} meter what is due, for as long as the process has the role {@code
 * broker}.
 */
public final class StorageMeteringLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(StorageMeteringLoop.class);
  private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(30);

  private final StorageMeter meter;
  private final Duration pollInterval;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread loop;

  /**
   * @param window of the meter
   */
  public StorageMeteringLoop(StorageMeter meter, Duration window) {
    this.meter = meter;
    Duration quarter = window.dividedBy(4);
    this.pollInterval = quarter.compareTo(MAX_POLL_INTERVAL) < 0 ? quarter : MAX_POLL_INTERVAL;
  }

  public void start() {
    loop = Thread.ofVirtual().name("storage-metering").start(this::run);
  }

  private void run() {
    try {
      boolean more = false;
      while (!closed.await(more ? 0 : pollInterval.toMillis(), TimeUnit.MILLISECONDS)) {
        more = pass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What fails is metered by the next pass: windows are never skipped. */
  private boolean pass() {
    try {
      return meter.meterDue();
    } catch (RuntimeException e) {
      LOG.warnf("stored bytes wait for their metering: %s", e.getMessage());
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
