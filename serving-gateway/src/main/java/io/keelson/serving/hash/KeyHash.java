package io.keelson.serving.hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** By what requests are dealt out, alike in every gateway: SHA-256 over an id and a key. */
public final class KeyHash {
  private KeyHash() {}

  /**
   * The first 64 bits.
   *
   * @param salt what it is dealt for, so that no two of them deal alike
   * @param key taken in UTF-8
   */
  public static long of(UUID salt, String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer hashed =
        ByteBuffer.allocate(2 * Long.BYTES + text.length)
            .putLong(salt.getMostSignificantBits())
            .putLong(salt.getLeastSignificantBits())
            .put(text);
    return ByteBuffer.wrap(sha256().digest(hashed.array())).getLong();
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
