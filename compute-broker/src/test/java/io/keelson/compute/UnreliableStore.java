package io.keelson.compute;

import io.keelson.tenancy.object.ObjectStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that a test can make fail, or hang, and let come back. */
public final class UnreliableStore implements ObjectStore {
  private final ObjectStore store;
  private volatile CountDownLatch hanging;
  private volatile boolean away;

  private final AtomicInteger waiting = new AtomicInteger();

  /** How often it was asked while it was away. */
  public final AtomicInteger refused = new AtomicInteger();

  private final Queue<String> opened = new ConcurrentLinkedQueue<>();

  UnreliableStore(ObjectStore store) {
    this.store = store;
  }

  public void goAway() {
    away = true;
  }

  /** It does not even say that it is away. */
  public void hang() {
    hanging = new CountDownLatch(1);
  }

  /** How often it was asked while it hung. */
  int waiting() {
    return waiting.get();
  }

  /** How often a part of an object was read, by the id of its parts. */
  public long opened(String partsId) {
    return opened.stream().filter(key -> key.contains(partsId)).count();
  }

  public void comeBack() {
    away = false;
    CountDownLatch latch = hanging;
    hanging = null;
    if (latch != null) {
      latch.countDown();
    }
  }

  private ObjectStore reached() throws IOException {
    CountDownLatch latch = hanging;
    try {
      if (latch != null) {
        waiting.incrementAndGet();
        latch.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    if (away) {
      refused.incrementAndGet();
      throw new IOException("the store is away");
    }
    return store;
  }

  @Override
  public Draft begin(String key) throws IOException {
    return reached().begin(key);
  }

  @Override
  public SeekableByteChannel open(String key) throws IOException {
    SeekableByteChannel channel = reached().open(key);
    opened.add(key);
    return channel;
  }

  @Override
  public boolean exists(String key) throws IOException {
    return reached().exists(key);
  }

  @Override
  public void delete(String key) throws IOException {
    reached().delete(key);
  }

  @Override
  public void deleteUnder(String folder, Set<String> kept) throws IOException {
    reached().deleteUnder(folder, kept);
  }

  @Override
  public void deleteDraftsBegunBefore(Instant time) throws IOException {
    reached().deleteDraftsBegunBefore(time);
  }

  @Override
  public void close() {
    store.close();
  }
}
