package io.keelson.tenancy.database;

import io.keelson.tenancy.failure.Invalid;
import java.util.Arrays;
import java.util.UUID;

/**
 * Ids as callers see them: {@code <type>_<26 characters>}, the TypeID specification 0.3 (a type
 * prefix and the UUID's 128 bits in lower-case Crockford base 32). They sort by creation and say
 * what they name.
 */
public final class GlobalId {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int SUFFIX_CHARACTERS = 26;
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      VALUES[ALPHABET[i]] = (byte) i;
    }
  }

  private GlobalId() {}

  public static String encode(String type, UUID id) {
    char[] out = new char[SUFFIX_CHARACTERS];
    long high = id.getMostSignificantBits();
    long low = id.getLeastSignificantBits();
    for (int i = SUFFIX_CHARACTERS - 1; i >= 0; i--) {
      out[i] = ALPHABET[(int) (low & 31)];
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return type + '_' + new String(out);
  }

  /**
   * @param field the input field to name when the value is no such id
   * @throws Invalid for another type or a malformed id
   */
  public static UUID decode(String field, String type, String value) {
    if (value == null
        || !value.startsWith(type + "_")
        || value.length() != type.length() + 1 + SUFFIX_CHARACTERS) {
      throw new Invalid(field, value, "an id that starts with " + type + "_");
    }
    return suffix(field, value, type.length() + 1);
  }

  /** The type prefix of an id of any type. */
  public static String typeOf(String field, String value) {
    int end = value == null ? -1 : value.lastIndexOf('_');
    if (end < 1 || value.length() != end + 1 + SUFFIX_CHARACTERS) {
      throw new Invalid(field, value, "an id such as project_01h455vb4pex5vsknk084sn02q");
    }
    return value.substring(0, end);
  }

  private static UUID suffix(String field, String value, int start) {
    long high = 0;
    long low = 0;
    for (int i = start; i < value.length(); i++) {
      char c = value.charAt(i);
      byte digit = c < VALUES.length ? VALUES[c] : -1;
      boolean overflows = i == start && digit > 7;
      if (digit < 0 || overflows) {
        throw new Invalid(field, value, "26 characters of Crockford base 32 after the type");
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | digit;
    }
    return new UUID(high, low);
  }
}
