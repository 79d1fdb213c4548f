package io.keelson.tenancy.object;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where bytes lie, under keys; it knows nothing of tenants, digests or encryption. Bytes appear
 * under a key whole and durable, or not at all.
 *
 * <p>A key is one to twelve names joined by {@code /}; a name is 1 to 64 lower-case letters, digits
 * or hyphens. Every method refuses other keys with an {@link IllegalArgumentException}, and may be
 * used by many threads.
 */
public interface ObjectStore extends AutoCloseable {
  Pattern KEY = Pattern.compile("[a-z0-9-]{1,64}(/[a-z0-9-]{1,64}){0,11}");

  /** Starts to write; replaces what is under the key when it is committed. */
  Draft begin(String key) throws IOException;

  /**
   * Reads from the first byte on, or from any position; not for use by several threads.
   *
   * @throws java.nio.file.NoSuchFileException when nothing is under the key
   */
  SeekableByteChannel open(String key) throws IOException;

  boolean exists(String key) throws IOException;

  /** Does nothing when nothing is under the key. */
  void delete(String key) throws IOException;

  /** Deletes all keys that start with {@code folder/} but the kept ones. */
  void deleteUnder(String folder, Set<String> kept) throws IOException;

  /** Deletes what was written by drafts whose process died, if they were begun before this time. */
  void deleteDraftsBegunBefore(Instant time) throws IOException;

  @Override
  void close();

  /**
   * Writes the whole stream; nothing is under the key when this fails. Returns the number of bytes.
   */
  default long put(String key, InputStream bytes) throws IOException {
    try (Draft draft = begin(key)) {
      byte[] buffer = new byte[64 * 1024];
      long total = 0;
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, n);
        while (chunk.hasRemaining()) {
          total += draft.write(chunk);
        }
      }
      draft.commit();
      return total;
    }
  }

  static String checked(String key) {
    if (key == null || !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("key: " + key + " (expected: " + KEY + ")");
    }
    return key;
  }

  /** Bytes on their way; closing it uncommitted discards them. */
  interface Draft extends WritableByteChannel {
    /** Returns when the bytes are durable and under their key; nothing may be written after it. */
    void commit() throws IOException;
  }
}
