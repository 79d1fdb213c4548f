package io.keelson.bench.upload;

import io.keelson.bench.measure.Listener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The most resident memory that the platform has had while this was open; looking costs nothing.
 */
final class ResidentWatch implements AutoCloseable {
  private static final long INTERVAL_MS = 100;
  private static final double BYTES_PER_MIB = 1 << 20;

  private final Listener platform;
  private final double beforeMib;
  private final Thread watcher;
  private volatile double peakMib;
  private volatile boolean ended;

  ResidentWatch(Listener platform) throws IOException {
    this.platform = platform;
    this.beforeMib = platform.residentBytes() / BYTES_PER_MIB;
    this.peakMib = beforeMib;
    this.watcher = Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    while (!ended) {
      try {
        peakMib = Math.max(peakMib, platform.residentBytes() / BYTES_PER_MIB);
      } catch (IOException hasEnded) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS));
    }
  }

  double growthMib() {
    return peakMib - beforeMib;
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    watcher.join();
  }
}
