package io.keelson.tenancy.database;

import com.github.f4b6a3.uuid.factory.UuidFactory.Parameters;
import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * Identifiers of rows: time-ordered for what is new, name-based for what must come out the same
 * twice.
 */
public final class Ids {
  /** Two of them, because a time that is asked for becomes the last time of the one asked. */
  private static final TimeOrderedEpochFactory IN_ORDER = new TimeOrderedEpochFactory();

  private static final TimeOrderedEpochFactory OF_A_TIME = new TimeOrderedEpochFactory();

  private Ids() {}

  /**
   * A UUID version 7 (RFC 9562): each is greater than all that this process made before, its last
   * 48 bits are random.
   */
  public static UUID next() {
    return IN_ORDER.create();
  }

  /** A UUID version 7 of that time, in microseconds; of one time they have no order. */
  public static UUID at(Instant time) {
    return OF_A_TIME.create(Parameters.builder().withInstant(time).build());
  }

  /** The time of a UUID version 7, in milliseconds. */
  public static Instant timeOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /**
   * A UUID version 8 (RFC 9562) from the first 122 free bits of SHA-256 over the parts, each
   * length-prefixed.
   */
  public static UUID fromName(Object... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Object part : parts) {
        byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha256.update(bytes);
      }
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
      long high = (digest.getLong() & ~0xF000L) | 0x8000L;
      long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
