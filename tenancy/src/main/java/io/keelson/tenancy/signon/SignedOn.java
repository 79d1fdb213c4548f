package io.keelson.tenancy.signon;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * What the realm says of a session that began at a tenant's identity provider, and in which no
 * other provider has spoken.
 *
 * @param tenantId of the provider
 * @param personId of the account
 * @param issuer of the provider, as it was then
 * @param subject that the provider knows them by
 * @param email that the provider named at this sign-in, and called verified
 * @param refreshToken of the provider; null where it gave none
 * @param at when they signed in, in whole seconds
 * @param session the mark of the session
 */
record SignedOn(
    UUID tenantId,
    UUID personId,
    String issuer,
    String subject,
    String name,
    String email,
    String refreshToken,
    Instant at,
    String session) {
  SignedOn withEmail(String email) {
    return new SignedOn(
        tenantId, personId, issuer, subject, name, email, refreshToken, at, session);
  }

  /** What is kept of issuer and subject, of which no text is the beginning of another's. */
  Buffer subjectHash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(issuer.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      return Buffer.buffer(sha256.digest(subject.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "SignedOn[" + tenantId + ", " + personId + "]";
  }
}
