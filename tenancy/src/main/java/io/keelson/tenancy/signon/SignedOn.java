package io.keelson.tenancy.signon;

import java.time.Instant;
import java.util.UUID;

/**
 * What the realm says of a session that began at a tenant's identity provider.
 *
 * @param tenantId of the provider
 * @param personId of the account
 * @param email that the provider named at this sign-in, and called verified
 * @param refreshToken of the provider; null where it gave none
 * @param at when they signed in
 */
record SignedOn(
    UUID tenantId, UUID personId, String name, String email, String refreshToken, Instant at) {
  SignedOn withEmail(String email) {
    return new SignedOn(tenantId, personId, name, email, refreshToken, at);
  }

  @Override
  public String toString() {
    return "SignedOn[" + tenantId + ", " + personId + "]";
  }
}
