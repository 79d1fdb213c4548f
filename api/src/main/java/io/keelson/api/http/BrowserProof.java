package io.keelson.api.http;

import io.keelson.api.main.KeelsonConfig;
import io.keelson.tenancy.signing.SigningKeys;
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
  private static final int MAX_KEY_ID_DIGITS = 9;
  private final SigningKeys keys;
  private final KeelsonConfig config;

  BrowserProof(SigningKeys keys, KeelsonConfig config) {
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
    return given != null && isTokenOf(user.getSecurityIdentity(), given);
  }

  /** Whether it is a token of this sign-in, by a key that is still accepted. */
  boolean isTokenOf(SecurityIdentity identity, String given) {
    int dot = given.indexOf('.');
    if (dot < 1
        || dot > MAX_KEY_ID_DIGITS
        || !given.chars().limit(dot).allMatch(Character::isDigit)) {
      return false;
    }
    int keyId = Integer.parseInt(given.substring(0, dot));
    return keys.accepts(keyId)
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            token(identity, keyId).getBytes(StandardCharsets.UTF_8));
  }

  /** A token of this sign-in, which outlasts it. */
  public String token(SecurityIdentity identity) {
    return token(identity, keys.current().id());
  }

  private String token(SecurityIdentity identity, int keyId) {
    OidcJwtCallerPrincipal person = (OidcJwtCallerPrincipal) identity.getPrincipal();
    String session = person.getSubject() + "\n" + person.getClaim("sid");
    byte[] mac = keys.sign("csrf", keyId, session.getBytes(StandardCharsets.UTF_8));
    return keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  private boolean ours(RoutingContext context, String origin) {
    if (config.http().url().isPresent()) {
      return origin.equals(config.http().url().get());
    }
    return origin.equals(context.request().scheme() + "://" + context.request().authority());
  }
}
