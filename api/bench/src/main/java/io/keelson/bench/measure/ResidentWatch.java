package io.keelson.bench.measure;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The most resident memory that a process has had while this was open; looking costs nothing. */
public final class ResidentWatch implements AutoCloseable {
  private static final long INTERVAL_MS = 100;
  private static final double BYTES_PER_MIB = 1 << 20;

  private final Listener process;
  private final double beforeMib;
  private final Thread watcher;
  private volatile double peakMib;
  private volatile boolean ended;

  public ResidentWatch(Listener process) throws IOException {
    this.process = process;
    this.beforeMib = process.residentBytes() / BYTES_PER_MIB;
    this.peakMib = beforeMib;
    this.watcher = Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    while (!ended) {
      try {
        peakMib = Math.max(peakMib, process.residentBytes() / BYTES_PER_MIB);
      } catch (IOException hasEnded) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS));
    }
  }

  public double growthMib() {
    return peakMib - beforeMib;
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    watcher.join();
  }
}
