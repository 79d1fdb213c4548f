package io.keelson.api.graphql.live.socket;

import io.keelson.api.identity.SignedIn;
import io.keelson.api.identity.SocketSignIn;
import io.keelson.tenancy.failure.RateLimited;
import io.vertx.core.Context;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds out who a socket's first message is from, on the event loop or beside it. */
final class Handshake {
  private static final Logger LOG = Logger.getLogger(Handshake.class);

  /** What comes of it, on the socket's event loop. */
  interface Outcome {
    /** Empty for nobody, or a credential that does not count. */
    void recognised(Optional<SignedIn> who);

    /** Nobody can be recognised now, for that reason. */
    void failed(String reason);
  }

  private final SocketSignIn signIn;
  private final Context context;
  private final Optional<SignedIn> opened;
  private final String address;

  /**
   * @param opened who opened the socket, if they said so
   */
  Handshake(SocketSignIn signIn, Context context, Optional<SignedIn> opened, String address) {
    this.signIn = signIn;
    this.context = context;
    this.opened = opened;
    this.address = address;
  }

  /**
   * @param payload of {@code connection_init}
   */
  void begin(Map<String, Object> payload, Outcome outcome) {
    String authorization = text(payload, "Authorization");
    String tenantSlug = text(payload, "X-Keelson-Tenant");
    if (opened.isPresent() && authorization == null && tenantSlug == null) {
      outcome.recognised(opened);
      return;
    }
    Thread.startVirtualThread(() -> lookUp(authorization, tenantSlug, outcome));
  }

  private void lookUp(String authorization, String tenantSlug, Outcome outcome) {
    try {
      Optional<SignedIn> who = signIn.ofFirstMessage(opened, authorization, tenantSlug, address);
      context.runOnContext(back -> outcome.recognised(who));
    } catch (RateLimited e) {
      // Not 4429, which is about too many initialisations and ends a client's attempts.
      context.runOnContext(back -> outcome.failed("RATE_LIMITED: " + e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.debugf("nobody can be recognised: %s", e.getMessage());
      context.runOnContext(back -> outcome.failed("nobody can be recognised now"));
    }
  }

  /** Names of the payload are compared as those of headers are. */
  private static String text(Map<String, Object> payload, String name) {
    for (Map.Entry<String, Object> given : payload.entrySet()) {
      if (given.getKey().equalsIgnoreCase(name) && given.getValue() instanceof String text) {
        return text;
      }
    }
    return null;
  }
}
