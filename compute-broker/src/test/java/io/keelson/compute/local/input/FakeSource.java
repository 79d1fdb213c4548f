package io.keelson.compute.local.input;

import io.keelson.tenancy.failure.NotFound;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Objects that a test can make break off, hang or be others than they are said to be. */
final class FakeSource implements InputSource {
  private record Key(UUID tenantId, String digest) {}

  private final Map<Key, byte[]> objects = new ConcurrentHashMap<>();
  private volatile CountDownLatch hanging;
  private volatile boolean breaksOff;
  private final AtomicBoolean dies = new AtomicBoolean();

  /** How often bytes were asked for. */
  final AtomicInteger opened = new AtomicInteger();

  String put(UUID tenantId, String content) {
    String digest = digest(content);
    objects.put(new Key(tenantId, digest), content.getBytes(StandardCharsets.UTF_8));
    return digest;
  }

  /** It still goes by the digest. */
  void change(UUID tenantId, String digest, String content) {
    objects.put(new Key(tenantId, digest), content.getBytes(StandardCharsets.UTF_8));
  }

  void remove(UUID tenantId, String digest) {
    objects.remove(new Key(tenantId, digest));
  }

  void hang() {
    hanging = new CountDownLatch(1);
  }

  void comeBack() {
    CountDownLatch latch = hanging;
    hanging = null;
    breaksOff = false;
    if (latch != null) {
      latch.countDown();
    }
  }

  /** After the first half. */
  void breakOff() {
    breaksOff = true;
  }

  /** As when the machine has no memory left. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** What hangs ends by an error of the machine; the next does not. */
  void dieOnce() {
    dies.set(true);
    comeBack();
  }

  /** What hangs breaks off. */
  void breakOffNow() {
    breaksOff = true;
    hanging.countDown();
  }

  static String digest(String content) {
    try {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] bytes(UUID tenantId, String digest) {
    byte[] bytes = objects.get(new Key(tenantId, digest));
    if (bytes == null) {
      throw new NotFound("object");
    }
    return bytes;
  }

  @Override
  public long sizeBytes(UUID tenantId, String digest) {
    return bytes(tenantId, digest).length;
  }

  @Override
  public InputStream open(UUID tenantId, String digest) {
    opened.incrementAndGet();
    byte[] bytes = bytes(tenantId, digest);
    int half = bytes.length / 2;
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      private int given;

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (given >= half) {
          meet();
        }
        int n = in.read(into, offset, given < half ? Math.min(length, half - given) : length);
        given += Math.max(0, n);
        return n;
      }
    };
  }

  private void meet() throws IOException {
    CountDownLatch latch = hanging;
    try {
      if (latch != null) {
        latch.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    if (dies.compareAndSet(true, false)) {
      throw new Death();
    }
    if (breaksOff) {
      throw new IOException("the store is away");
    }
  }
}
