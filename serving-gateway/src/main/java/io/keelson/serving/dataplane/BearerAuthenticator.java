package io.keelson.serving.dataplane;

import io.keelson.tenancy.access.Principal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Says who holds a bearer token that is no API key, such as one of the identity provider. Must not
 * block.
 */
@FunctionalInterface
public interface BearerAuthenticator {
  /** Knows nobody: only API keys count. */
  BearerAuthenticator NOBODY =
      (token, tenant) -> java.util.concurrent.CompletableFuture.completedFuture(Optional.empty());

  /**
   * What {@link #find} would answer without a look-up, or null when it would need one.
   *
   * @param tenantSlug as for {@link #find}
   */
  default Optional<Principal> ifKnown(String token, String tenantSlug) {
    return null;
  }

  /**
   * @param tenantSlug of {@code X-Keelson-Tenant}; null where the caller named none
   * @return empty for a token that does not count or a person who does not belong to the tenant
   */
  CompletionStage<Optional<Principal>> find(String token, String tenantSlug);

  /** Told of each refusal, for the record. Neither fails nor waits. */
  default void refused(Attempt attempt) {}
}
