package io.keelson.api.catalog.collection.sealing;

import io.keelson.api.catalog.collection.sealing.SealingQueue.WaitingBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongFunction;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The file of a version: its batches one after the other, as one gzip file that is made while it is
 * read. The same batches give the same bytes.
 */
final class WaitingRows extends InputStream {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final long BEFORE_ALL = 0;

  private final LongFunction<List<WaitingBatch>> pages;
  private final ByteArrayOutputStream made = new ByteArrayOutputStream();
  private final GZIPOutputStream gzip;
  private long last = BEFORE_ALL;
  private byte[] ready = {};
  private int at;
  private boolean isOver;

  /**
   * @param pages those after a number; empty behind the last
   */
  WaitingRows(LongFunction<List<WaitingBatch>> pages) throws IOException {
    this.pages = pages;
    this.gzip = new GZIPOutputStream(made, BUFFER_BYTES);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (at == ready.length && !isOver) {
      refill();
    }
    int bytes = Math.min(length, ready.length - at);
    if (bytes == 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(ready, at, into, offset, bytes);
    at += bytes;
    return bytes;
  }

  private void refill() throws IOException {
    List<WaitingBatch> page = pages.apply(last);
    for (WaitingBatch batch : page) {
      try (GZIPInputStream rows =
          new GZIPInputStream(new ByteArrayInputStream(batch.content()), BUFFER_BYTES)) {
        rows.transferTo(gzip);
      }
      last = batch.number();
      Thread.yield(); // compressing never waits
    }
    if (page.isEmpty()) {
      gzip.finish();
      isOver = true;
    }
    ready = made.toByteArray();
    at = 0;
    made.reset();
  }

  @Override
  public void close() throws IOException {
    gzip.close();
  }
}
