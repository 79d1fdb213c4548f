package io.keelson.demo.door;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A message as Standard Webhooks 1.0.0 has it.
 *
 * @param id the header {@code webhook-id}: the same for each attempt to deliver it
 * @param timestamp the header {@code webhook-timestamp}, seconds since 1970
 * @param signature the header {@code webhook-signature}: signatures with a space between them
 */
public record SignedMessage(String id, String timestamp, String signature, String body) {
  private static final String SECRET = "whsec_";
  private static final String VERSION = "v1,";
  private static final String ALGORITHM = "HmacSHA256";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** What it is about, such as {@code alert.firing}; empty where it does not say so. */
  public String type() {
    return Json.read(body).path("type").asText();
  }

  /**
   * Whether it was signed with the secret, and not too long ago for a message that somebody sends
   * again.
   *
   * @param secret {@code whsec_} and base64
   */
  public boolean isSignedBy(String secret, Instant now) {
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
      return false;
    }
    byte[] expected = mac(secret);
    return Arrays.stream(signature.split(" "))
        .filter(one -> one.startsWith(VERSION))
        .map(one -> Base64.getDecoder().decode(one.substring(VERSION.length())))
        .anyMatch(one -> MessageDigest.isEqual(one, expected));
  }

  private byte[] mac(String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      byte[] key = Base64.getDecoder().decode(secret.substring(SECRET.length()));
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this machine cannot verify signatures", e);
    }
  }
}
