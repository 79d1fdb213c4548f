package io.keelson.api.identity;

import io.keelson.tenancy.access.AccessDirectory;
import java.util.UUID;

/** What something that lasts was let in with: enough to ask whether it still counts. */
public sealed interface Credential {

  /** An API key. */
  record Key(AccessDirectory.KeyId key) implements Credential {}

  /**
   * A person's token or session.
   *
   * @param tenantSlug the tenant they named; null for none
   * @param sessionId of the identity provider; null where the token names none
   */
  record Member(UUID personId, String tenantSlug, String sessionId) implements Credential {}

  /** A job's attempt, by its token. */
  record Attempt(String token) implements Credential {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Attempt";
    }
  }
}
