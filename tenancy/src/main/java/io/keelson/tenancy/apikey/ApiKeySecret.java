package io.keelson.tenancy.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * The secret of an API key: {@code ksn_}, 256 random bits in URL-safe Base64, and a checksum of
 * both: their CRC-32 as six digits to the base 62, so that a key that was made up or mistyped is
 * refused without a look-up. Keys of earlier releases have none and stay valid. With so much
 * entropy a plain SHA-256 is what is stored: there is nothing to guess, so nothing to slow down.
 */
public record ApiKeySecret(String value) {
  public static final String PREFIX = "ksn_";
  public static final int SHOWN_CHARACTERS = 10;
  private static final int RANDOM_BYTES = 32;
  private static final int RANDOM_CHARACTERS = 43;
  private static final int CHECKSUM_CHARACTERS = 6;
  private static final int LENGTH_WITHOUT_CHECKSUM = PREFIX.length() + RANDOM_CHARACTERS;
  private static final int LENGTH = LENGTH_WITHOUT_CHECKSUM + CHECKSUM_CHARACTERS;
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  public static ApiKeySecret generate() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    String unchecked = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new ApiKeySecret(unchecked + checksum(unchecked));
  }

  /** Whether it may be a key at all: of the right form, and its checksum is that of the rest. */
  public static boolean isWellFormed(String value) {
    if (!value.startsWith(PREFIX)
        || (value.length() != LENGTH && value.length() != LENGTH_WITHOUT_CHECKSUM)) {
      return false;
    }
    for (int i = PREFIX.length(); i < value.length(); i++) {
      char c = value.charAt(i);
      if (DIGITS.indexOf(c) < 0 && c != '-' && c != '_') {
        return false;
      }
    }
    return value.length() == LENGTH_WITHOUT_CHECKSUM
        || value.endsWith(checksum(value.substring(0, LENGTH_WITHOUT_CHECKSUM)));
  }

  private static String checksum(String unchecked) {
    CRC32 crc = new CRC32();
    crc.update(unchecked.getBytes(StandardCharsets.US_ASCII));
    StringBuilder digits = new StringBuilder();
    long left = crc.getValue();
    for (int i = 0; i < CHECKSUM_CHARACTERS; i++) {
      digits.append(DIGITS.charAt((int) (left % DIGITS.length())));
      left /= DIGITS.length();
    }
    return digits.reverse().toString();
  }

  public String prefix() {
    return value.substring(0, SHOWN_CHARACTERS);
  }

  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "ApiKeySecret[" + PREFIX + "…]";
  }
}
