package io.keelson.tenancy.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret of an API key: {@code ksn_} and 256 random bits in URL-safe Base64. With so much
 * entropy a plain SHA-256 is what is stored: there is nothing to guess, so nothing to slow down.
 */
public record ApiKeySecret(String value) {
  public static final String PREFIX = "ksn_";
  public static final int SHOWN_CHARACTERS = 10;
  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public static ApiKeySecret generate() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return new ApiKeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
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
