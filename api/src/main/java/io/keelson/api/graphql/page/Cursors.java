package io.keelson.api.graphql.page;

import io.keelson.api.main.PlatformKeys;
import io.keelson.tenancy.failure.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Opaque places in lists. Each is signed for the list and tenant it came from, so that one made up,
 * or taken from elsewhere, is refused instead of interpreted.
 */
@ApplicationScoped
public class Cursors {
  private static final int MAC_BYTES = 12;
  private static final int MAX_CHARACTERS = 400;
  private final PlatformKeys keys;

  Cursors(PlatformKeys keys) {
    this.keys = keys;
  }

  public String encode(String list, UUID tenantId, String place) {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    byte[] out = Arrays.copyOf(mac(list, tenantId, place), MAC_BYTES + text.length);
    System.arraycopy(text, 0, out, MAC_BYTES, text.length);
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
        if (bytes.length > MAC_BYTES) {
          String place =
              new String(bytes, MAC_BYTES, bytes.length - MAC_BYTES, StandardCharsets.UTF_8);
          if (MessageDigest.isEqual(mac(list, tenantId, place), Arrays.copyOf(bytes, MAC_BYTES))) {
            return place;
          }
        }
      } catch (IllegalArgumentException notBase64) {
        // answered below like any other text that is no cursor
      }
    }
    throw new Invalid(field, cursor, "a cursor of this list");
  }

  private byte[] mac(String list, UUID tenantId, String place) {
    String message = list + "\n" + tenantId + "\n" + place;
    return Arrays.copyOf(keys.hmac("cursors", message.getBytes(StandardCharsets.UTF_8)), MAC_BYTES);
  }
}
