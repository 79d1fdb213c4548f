package io.keelson.demo.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The first bytes of an array, and then nothing until it is let go: it ends too early. */
final class StallingBody extends InputStream {
  private static final long PATIENCE_S = 120;
  private final byte[] bytes;
  private final int stallsAt;
  private final CountDownLatch released = new CountDownLatch(1);
  private int position;

  StallingBody(byte[] bytes, int stallsAt) {
    this.bytes = bytes;
    this.stallsAt = stallsAt;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (position == stallsAt) {
      awaitRelease();
      return -1;
    }
    int read = Math.min(length, stallsAt - position);
    System.arraycopy(bytes, position, into, offset, read);
    position += read;
    return read;
  }

  private void awaitRelease() throws IOException {
    try {
      if (!released.await(PATIENCE_S, TimeUnit.SECONDS)) {
        throw new IOException("not let go within " + PATIENCE_S + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    released.countDown();
  }
}
