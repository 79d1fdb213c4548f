package io.keelson.api.graphql.page;

import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.signing.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Opaque places in lists. Each is signed for the list and tenant it came from, so that one made up,
 * or taken from elsewhere, is refused instead of interpreted; so is one that is older than two
 * periods of the signing keys.
 */
@ApplicationScoped
public class Cursors {
  private static final int MAC_BYTES = 12;
  private static final int HEAD_BYTES = Integer.BYTES + MAC_BYTES;
  private static final int MAX_CHARACTERS = 400;
  private final SigningKeys keys;

  Cursors(SigningKeys keys) {
    this.keys = keys;
  }

  public String encode(String list, UUID tenantId, String place) {
    int keyId = keys.current().id();
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    byte[] out =
        ByteBuffer.allocate(HEAD_BYTES + text.length)
            .putInt(keyId)
            .put(mac(keyId, list, tenantId, place))
            .put(text)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out);
  }

  /**
   * @param field the argument to name when the cursor is none of this list's
   * @return null for null
   */
  public String decode(String field, String list, UUID tenantId, String cursor) {
    if (cursor == null) {
      return null;
    }
    if (cursor.length() <= MAX_CHARACTERS) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        if (bytes.length > HEAD_BYTES) {
          int keyId = ByteBuffer.wrap(bytes).getInt();
          byte[] mac = Arrays.copyOfRange(bytes, Integer.BYTES, HEAD_BYTES);
          String place =
              new String(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES, StandardCharsets.UTF_8);
          if (keys.accepts(keyId)
              && MessageDigest.isEqual(mac(keyId, list, tenantId, place), mac)) {
            return place;
          }
        }
      } catch (IllegalArgumentException notBase64) {
        // answered below like any other text that is no cursor
      }
    }
    throw new Invalid(field, cursor, "a cursor of this list");
  }

  private byte[] mac(int keyId, String list, UUID tenantId, String place) {
    String message = list + "\n" + tenantId + "\n" + place;
    return Arrays.copyOf(
        keys.sign("cursors", keyId, message.getBytes(StandardCharsets.UTF_8)), MAC_BYTES);
  }
}
