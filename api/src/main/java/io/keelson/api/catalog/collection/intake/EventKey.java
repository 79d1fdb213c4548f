package io.keelson.api.catalog.collection.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** By what an event is known again: 128 bits of the SHA-256 of what tells it from others. */
public final class EventKey {
  private static final byte OF_EVENT = 1;
  private static final byte OF_LINE = 2;

  private EventKey() {}

  /**
   * @param source empty where it names none
   */
  public static UUID of(String source, String id) {
    return hash(
        OF_EVENT, source.getBytes(StandardCharsets.UTF_8), id.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Of an event without an id, by its place in a request that its sender has named, and by what it
   * says: nobody's event is taken for one that says something else.
   *
   * @param request tells the sender's request from theirs and others' others
   */
  public static UUID ofLine(String request, int line, byte[] row) {
    return hash(OF_LINE, (line + " " + request).getBytes(StandardCharsets.UTF_8), row);
  }

  private static UUID hash(byte kind, byte[] first, byte[] second) {
    ByteBuffer hashed =
        ByteBuffer.wrap(
            sha256()
                .digest(
                    ByteBuffer.allocate(1 + Integer.BYTES + first.length + second.length)
                        .put(kind)
                        .putInt(first.length)
                        .put(first)
                        .put(second)
                        .array()));
    return new UUID(hashed.getLong(), hashed.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
