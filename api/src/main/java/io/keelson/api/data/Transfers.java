package io.keelson.api.data;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The uploads and downloads of this process: a bound on their number, and their end when the
 * process ends.
 */
final class Transfers {
  private final int max;
  private final Semaphore free;
  private final Set<BodyQueue> uploads = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  Transfers(int max) {
    this.max = max;
    this.free = new Semaphore(max);
  }

  /** False when there are too many, or the process is about to end. */
  boolean tryBegin() {
    return !closing && free.tryAcquire();
  }

  void end() {
    free.release();
  }

  void add(BodyQueue upload) {
    uploads.add(upload);
    if (closing) {
      upload.stop();
    }
  }

  void remove(BodyQueue upload) {
    uploads.remove(upload);
  }

  /** Takes nothing new, makes durable what uploads have brought, and waits for the ends. */
  void close(Duration patience) {
    closing = true;
    uploads.forEach(BodyQueue::stop);
    try {
      if (free.tryAcquire(max, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        free.release(max);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
