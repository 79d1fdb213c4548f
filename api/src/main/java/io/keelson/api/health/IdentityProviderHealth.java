package io.keelson.api.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready before the identity provider has answered once, so that nobody is sent to a sign-in
 * that does not exist yet. Afterwards its state is told but keeps no traffic away: keys and
 * sessions work without it.
 */
@Readiness
@ApplicationScoped
class IdentityProviderHealth implements HealthCheck {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private final Optional<String> keycloakUrl;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private volatile boolean seen;

  IdentityProviderHealth(
      @ConfigProperty(name = "keelson.server.keycloak-url") Optional<String> keycloakUrl) {
    this.keycloakUrl = keycloakUrl;
  }

  @Override
  public HealthCheckResponse call() {
    boolean answers = keycloakUrl.isEmpty() || answers(keycloakUrl.get());
    seen |= answers;
    return HealthCheckResponse.named("identity provider")
        .status(seen)
        .withData("answers", answers)
        .build();
  }

  private boolean answers(String url) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/realms/keelson")).timeout(TIMEOUT).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
