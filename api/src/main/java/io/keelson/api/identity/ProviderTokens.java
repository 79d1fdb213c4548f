package io.keelson.api.identity;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Checks access tokens that come another way than in the header of an HTTP request, by the same
 * provider that checks those (issuer, signature, expiry) and for the same audience.
 */
@ApplicationScoped
class ProviderTokens {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TenantIdentityProvider provider;
  private final boolean enabled;

  ProviderTokens(
      TenantIdentityProvider provider,
      @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "true")
          boolean enabled) {
    this.provider = provider;
    this.enabled = enabled;
  }

  /** Whether there is an identity provider at all. */
  boolean areAccepted() {
    return enabled;
  }

  /**
   * The owner of the token. Blocks.
   *
   * @return an identity whose principal is an {@link OidcJwtCallerPrincipal}; empty for a token
   *     that does not count
   */
  Optional<SecurityIdentity> verify(String token) {
    if (!enabled || !TokenForm.isToken(token)) {
      return Optional.empty();
    }
    try {
      SecurityIdentity identity =
          provider.authenticate(new AccessTokenCredential(token)).await().atMost(PATIENCE);
      if (!(identity.getPrincipal() instanceof OidcJwtCallerPrincipal owner)) {
        return Optional.empty();
      }
      ApiTokens.requireAudience(owner);
      return Optional.of(identity);
    } catch (AuthenticationFailedException e) {
      return Optional.empty();
    }
  }
}
