package io.keelson.api.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.keelson.tenancy.signon.ProviderAlias;
import io.keelson.tenancy.signon.Provisioning;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lets people in whose session began at their tenant's identity provider, when it is first seen. A
 * token's claim only says that it is worth asking; what is believed, {@link Provisioning} has from
 * the realm. One that cannot be asked now leaves the person what they were.
 */
@ApplicationScoped
class SingleSignOn {
  private static final Logger LOG = Logger.getLogger(SingleSignOn.class);
  private static final String PROVIDER = "identity_provider";
  private static final int MAX_SESSIONS = 10_000;
  private static final Duration LET_IN = Duration.ofMinutes(10);
  private static final Duration REFUSED = Duration.ofMinutes(1);
  private static final Duration NOT_ASKED = Duration.ofSeconds(5);

  private final Provisioning provisioning;

  /** Until when a session need not be asked for again. */
  private final Cache<String, Duration> seen =
      Caffeine.newBuilder()
          .maximumSize(MAX_SESSIONS)
          .expireAfter(Expiry.<String, Duration>creating((session, pause) -> pause))
          .build();

  SingleSignOn(Provisioning provisioning) {
    this.provisioning = provisioning;
  }

  /** Whether there is nothing to do for this token. Never blocks. */
  boolean isSeen(OidcJwtCallerPrincipal token) {
    return ProviderAlias.tenant(token.<String>getClaim(PROVIDER)).isEmpty()
        || seen.getIfPresent(session(token)) != null;
  }

  /**
   * One look a session; whoever comes meanwhile waits for it. Blocks.
   *
   * @param accessToken of the same session
   */
  void look(OidcJwtCallerPrincipal token, String accessToken, String requestId, String address) {
    if (!isSeen(token) && accessToken != null) {
      Duration pause = seen.get(session(token), session -> admit(accessToken, requestId, address));
      LOG.debugf("a session is asked for again after %s", pause);
    }
  }

  private Duration admit(String accessToken, String requestId, String address) {
    try {
      return provisioning.admit(accessToken, requestId, address) == Provisioning.Outcome.REFUSED
          ? REFUSED
          : LET_IN;
    } catch (RuntimeException e) {
      LOG.warnf("single sign-on waits: %s", e.getMessage());
      return NOT_ASKED;
    }
  }

  private static String session(OidcJwtCallerPrincipal token) {
    return token.getSubject() + " " + token.<Object>getClaim("sid");
  }
}
