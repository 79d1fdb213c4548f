package io.keelson.api.http;

import io.keelson.api.main.KeelsonConfig;
import io.keelson.api.main.PlatformKeys;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Proof that a request carried by a session cookie was meant by the person: it comes from our own
 * origin and, where a browser can send headers, names the session's token. A bearer credential
 * needs no such proof: no browser adds it by itself.
 */
@ApplicationScoped
public class BrowserProof {
  public static final String HEADER = "X-Keelson-CSRF";
  private final PlatformKeys keys;
  private final KeelsonConfig config;

  BrowserProof(PlatformKeys keys, KeelsonConfig config) {
    this.keys = keys;
    this.config = config;
  }

  /**
   * @param upgrade whether this opens a WebSocket, which cannot carry the header: then the origin
   *     must be there
   */
  public boolean holds(RoutingContext context, boolean upgrade) {
    String origin = context.request().getHeader("Origin");
    if (origin != null && !ours(context, origin)) {
      return false;
    }
    if (context.request().getHeader("Authorization") != null
        || !(context.user() instanceof QuarkusHttpUser user)) {
      return true;
    }
    if (!(user.getSecurityIdentity().getPrincipal() instanceof OidcJwtCallerPrincipal)) {
      return true;
    }
    if (upgrade) {
      return origin != null;
    }
    String given = context.request().getHeader(HEADER);
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            token(user.getSecurityIdentity()).getBytes(StandardCharsets.UTF_8));
  }

  /** The token of this sign-in, the same for as long as it lasts. */
  public String token(SecurityIdentity identity) {
    OidcJwtCallerPrincipal person = (OidcJwtCallerPrincipal) identity.getPrincipal();
    String session = person.getSubject() + "\n" + person.getClaim("sid");
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(keys.hmac("csrf", session.getBytes(StandardCharsets.UTF_8)));
  }

  private boolean ours(RoutingContext context, String origin) {
    if (config.http().url().isPresent()) {
      return origin.equals(config.http().url().get());
    }
    return origin.equals(context.request().scheme() + "://" + context.request().authority());
  }
}
