package io.keelson.tenancy.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.keelson.tenancy.apikey.ApiKeySecret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

/**
 * Tells keys that were issued from those that were made up, without a look-up for each: eight bytes
 * of the hash of every key that counts, in memory. Nothing is read before somebody has to be told
 * apart, and reading takes a twentieth of the time at most, however many are made up. Of more than
 * a million keys those with the highest hashes are not known here.
 */
final class IssuedKeys {
  static final int PAGE = 10_000;
  static final Duration MIN_PERIOD = Duration.ofSeconds(1);
  private static final int PERIODS_OF_READING = 20;
  private static final int MAX_KEYS = 1_000_000;
  private static final int MAX_WAITING = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Ticker ticker;
  private final Pages pages;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Marks marks;

  /** The hashes of keys that count, in their order. */
  @FunctionalInterface
  interface Pages {
    /** The {@link #PAGE} of them that follow this one; fewer where there are no more. */
    List<byte[]> after(byte[] hash);
  }

  /**
   * @param dueNanos when they may be read again
   */
  private record Marks(long[] sorted, long dueNanos) {
    boolean has(long mark) {
      return Arrays.binarySearch(sorted, mark) >= 0;
    }
  }

  IssuedKeys(Ticker ticker, Pages pages) {
    this.ticker = ticker;
    this.pages = pages;
    this.marks = new Marks(new long[0], ticker.read());
  }

  /**
   * Whether there is such a key; it may be a second old to be known, or older where there are so
   * many that reading them takes long. May block.
   */
  boolean mayHave(String secret) {
    long mark = mark(new ApiKeySecret(secret).hash());
    Marks now = marks;
    if (now.has(mark)) {
      return true;
    }
    return ticker.read() - now.dueNanos() >= 0 && newerThan(now).has(mark);
  }

  private Marks newerThan(Marks old) {
    if (!waiting.tryAcquire()) {
      return old;
    }
    try {
      if (!reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return old;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return old;
    } finally {
      waiting.release();
    }
    try {
      if (marks == old) {
        read();
      }
      return marks;
    } finally {
      reading.unlock();
    }
  }

  private void read() {
    long began = ticker.read();
    long[] read = marks.sorted();
    long period = MIN_PERIOD.toNanos(); // where it fails, however long that took
    try {
      read = all();
      period = Math.max(period, (ticker.read() - began) * PERIODS_OF_READING);
    } finally {
      marks = new Marks(read, ticker.read() + period);
    }
  }

  private long[] all() {
    LongStream.Builder all = LongStream.builder();
    byte[] last = {};
    int read = 0;
    List<byte[]> page;
    do {
      page = pages.after(last);
      page.forEach(hash -> all.add(mark(hash)));
      last = page.isEmpty() ? last : page.getLast();
      read += page.size();
    } while (page.size() == PAGE && read < MAX_KEYS);
    return all.build().sorted().toArray();
  }

  private static long mark(byte[] hash) {
    return ByteBuffer.wrap(Arrays.copyOf(hash, Long.BYTES)).getLong();
  }
}
