package io.keelson.api.catalog.collection.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Rows as they wait: lines of JSON, compressed.
 *
 * @param bytes before that
 */
record Batch(int rows, int bytes, byte[] content) {
  private static final Batch EMPTY = new Batch(0, 0, new byte[0]);

  static Batch of(List<CollectedEvent> events) {
    if (events.isEmpty()) {
      return EMPTY;
    }
    int bytes = 0;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FastGzip gzip = new FastGzip(out)) {
      for (CollectedEvent event : events) {
        gzip.write(event.bytes(), event.from(), event.sizeBytes());
        gzip.write('\n');
        bytes += event.sizeBytes() + 1;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return new Batch(events.size(), bytes, out.toByteArray());
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /** It is read once and compressed again when it is sealed: here time counts more. */
  private static final class FastGzip extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 8 << 10;

    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
