package io.keelson.serving.hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** By what requests are dealt out, alike in every gateway: SHA-256 over an id and a key. */
public final class KeyHash {
  private static final int SALT_BYTES = 2 * Long.BYTES;

  /** Each call that is dealt out pays for one: to find it costs more than to use it. */
  private static final ThreadLocal<MessageDigest> OF_THREAD =
      ThreadLocal.withInitial(KeyHash::sha256);

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
        ByteBuffer.allocate(SALT_BYTES + text.length)
            .putLong(salt.getMostSignificantBits())
            .putLong(salt.getLeastSignificantBits())
            .put(text);
    return ByteBuffer.wrap(OF_THREAD.get().digest(hashed.array())).getLong();
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
