package io.keelson.api.data.event;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Values of {@code ce-} headers, as section 3.1.3.2 of the HTTP binding of CloudEvents encodes
 * them.
 */
final class PercentCoding {
  private static final int HEX = 16;

  private PercentCoding() {}

  /**
   * @throws NotAnEvent for what was not encoded like this
   */
  static String decoded(String value) throws NotAnEvent {
    if (value.indexOf('%') < 0) {
      return value;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '%') {
        int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), HEX) : -1;
        int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), HEX) : -1;
        if (high < 0 || low < 0) {
          throw new NotAnEvent("ce- headers: no two hexadecimal digits after a %");
        }
        bytes.write(high * HEX + low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new NotAnEvent("ce- headers: not in UTF-8");
    }
  }
}
