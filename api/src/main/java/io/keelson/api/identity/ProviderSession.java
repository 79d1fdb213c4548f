package io.keelson.api.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keelson.tenancy.access.EndedSessions;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.RefreshToken;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The person's session at the identity provider. Were it left open, whoever next asks this browser
 * to sign in would be let in without a password. It is ended from here with the refresh token, so
 * that no token passes through the browser.
 */
@ApplicationScoped
class ProviderSession {
  private static final Logger LOG = Logger.getLogger(ProviderSession.class);
  private static final String PATH = "/realms/keelson/protocol/openid-connect/logout";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int NO_CONTENT = 204;

  private final Optional<String> keycloakUrl;
  private final String client;
  private final Optional<String> secret;
  private final EndedSessions sessions;
  private final Executor virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  ProviderSession(
      EndedSessions sessions,
      @ConfigProperty(name = "keelson.server.keycloak-url") Optional<String> keycloakUrl,
      @ConfigProperty(name = "quarkus.oidc.client-id") String client,
      @ConfigProperty(name = "quarkus.oidc.credentials.secret") Optional<String> secret) {
    this.sessions = sessions;
    this.keycloakUrl = keycloakUrl;
    this.client = client;
    this.secret = secret;
  }

  /**
   * Ends what was let in with the session, then the session. Never fails: it ends here whether or
   * not the provider can be told.
   */
  Uni<Void> end(SecurityIdentity identity) {
    return remember(identity).chain(() -> tell(identity));
  }

  private Uni<Void> remember(SecurityIdentity identity) {
    String sessionId =
        identity.getPrincipal() instanceof OidcJwtCallerPrincipal person
            ? person.getClaim("sid")
            : null;
    if (sessionId == null) {
      return Uni.createFrom().voidItem();
    }
    Context caller = Vertx.currentContext();
    return Uni.createFrom()
        .<Void>item(
            () -> {
              sessions.end(sessionId);
              return null;
            })
        .runSubscriptionOn(virtualThreads)
        .onFailure()
        .invoke(e -> LOG.warn("what was opened with a session that ended stays open", e))
        .onFailure()
        .recoverWithNull()
        .emitOn(command -> caller.runOnContext(nothing -> command.run()));
  }

  private Uni<Void> tell(SecurityIdentity identity) {
    AccessTokenCredential access = identity.getCredential(AccessTokenCredential.class);
    RefreshToken refresh = access == null ? null : access.getRefreshToken();
    if (keycloakUrl.isEmpty() || refresh == null || refresh.getToken() == null) {
      return Uni.createFrom().voidItem();
    }
    HttpRequest request = request(keycloakUrl.get(), refresh.getToken());
    Context caller = Vertx.currentContext();
    return Uni.createFrom()
        .completionStage(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
        .invoke(
            answer -> {
              if (answer.statusCode() != NO_CONTENT) {
                LOG.warnf(
                    "the identity provider did not end a session: HTTP %d, %s",
                    answer.statusCode(), answer.body());
              }
            })
        .onFailure()
        .invoke(e -> LOG.warn("the identity provider was not told that a session ended", e))
        .onFailure()
        .recoverWithNull()
        .emitOn(command -> caller.runOnContext(nothing -> command.run()))
        .replaceWithVoid();
  }

  private HttpRequest request(String url, String refreshToken) {
    String form =
        "client_id=%s&client_secret=%s&refresh_token=%s"
            .formatted(encoded(client), encoded(secret.orElse("")), encoded(refreshToken));
    return HttpRequest.newBuilder(URI.create(url + PATH))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form))
        .build();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
