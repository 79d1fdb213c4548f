package io.keelson.api.identity;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * Logout tokens of the identity provider, by OpenID Connect Back-Channel Logout 1.0, section 2.6.
 * The framework's own back channel ends its cookies at their next use and tells nobody, so that
 * only its checks are used here: signature, issuer and expiry, as of any token.
 */
@ApplicationScoped
class LogoutTokens {
  /** Keycloak's live for two minutes. */
  static final Duration MAX_AGE = Duration.ofMinutes(5);

  private static final Duration MAX_CLOCK_AHEAD = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  /** Whose sessions bring the tokens that count here. */
  private static final Set<String> CLIENTS =
      Set.of("keelson-console", "keelson-cli", "keelson-demo");

  private final TenantIdentityProvider provider;
  private final InstantSource clock;
  private final boolean enabled;

  /**
   * @param id names the token, which may be used once
   * @param sessionId the session that ended
   */
  record LogoutToken(String id, String sessionId) {}

  LogoutTokens(
      TenantIdentityProvider provider,
      InstantSource clock,
      @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "true")
          boolean enabled) {
    this.provider = provider;
    this.clock = clock;
    this.enabled = enabled;
  }

  /**
   * Blocks.
   *
   * @throws AuthenticationFailedException saying what is wrong with it
   */
  LogoutToken verify(String text) {
    require(enabled, "no identity provider");
    requireForm(text);
    Object principal =
        provider
            .authenticate(new AccessTokenCredential(text))
            .await()
            .atMost(PATIENCE)
            .getPrincipal();
    if (!(principal instanceof OidcJwtCallerPrincipal token)) {
      throw new AuthenticationFailedException("logout_token: expected a JWT");
    }
    require(
        token.getAudience() != null && token.getAudience().stream().anyMatch(CLIENTS::contains),
        "aud: expected a client of ours");
    require(isRecent(Instant.ofEpochSecond(token.getIssuedAtTime())), "iat: expected the present");
    require(
        token.getClaim("events") instanceof Map<?, ?> events
            && events.get(EVENT) instanceof Map<?, ?>,
        "events: expected " + EVENT);
    require(token.getClaim("nonce") == null, "nonce: expected none");
    // Our clients ask for the session: a token that names a person alone is not for us.
    return new LogoutToken(
        text("jti", token.getTokenID()), text("sid", token.<Object>getClaim("sid")));
  }

  private static void requireForm(String text) {
    require(TokenForm.isToken(text), "logout_token: expected a signed JWT");
    try {
      JsonWebSignature token = new JsonWebSignature();
      token.setCompactSerialization(text);
      JwtClaims.parse(token.getUnverifiedPayload());
    } catch (JoseException | InvalidJwtException e) {
      throw new AuthenticationFailedException("logout_token: expected a signed JWT", e);
    }
  }

  private boolean isRecent(Instant issuedAt) {
    Instant now = clock.instant();
    return issuedAt.isAfter(now.minus(MAX_AGE)) && issuedAt.isBefore(now.plus(MAX_CLOCK_AHEAD));
  }

  private static String text(String name, Object claim) {
    require(claim instanceof String, name + ": missing");
    String text = (String) claim;
    require(!text.isBlank(), name + ": empty");
    return text;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AuthenticationFailedException(otherwise);
    }
  }
}
