package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.Invalid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** SHA-256, written {@code sha256:<64 lower-case hexadecimal digits>}. */
public final class Digests {
  private static final String PREFIX = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  private Digests() {}

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a text in UTF-8. */
  public static String of(String text) {
    return text(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** In our writing. */
  public static String text(byte[] sha256) {
    return PREFIX + HexFormat.of().formatHex(sha256);
  }

  /** A digest from outside, with or without its prefix, in our writing. */
  static String checked(String field, String value) {
    String text = value == null ? "" : value.toLowerCase(Locale.ROOT);
    String hex = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    if (!HEX.matcher(hex).matches()) {
      throw new Invalid(field, value, "a SHA-256 of 64 hexadecimal digits");
    }
    return PREFIX + hex;
  }

  /** So that a running digest can be kept and gone on with. */
  static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
