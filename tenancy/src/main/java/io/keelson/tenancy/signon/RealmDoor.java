package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Keycloak's realm, as the client {@code keelson-api} calls it: its admin API with the rights of
 * that client's service account, and token introspection.
 */
@ApplicationScoped
class RealmDoor {
  private static final String CLIENT = "keelson-api";
  private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(30);
  private static final Duration INTROSPECTION_PATIENCE = Duration.ofSeconds(2);
  private final SignOnConfig config;
  private final InstantSource clock;
  private final JsonCalls calls = new JsonCalls();
  private String token;
  private Instant tokenEndsAt = Instant.MIN;

  RealmDoor(SignOnConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Whether there is a Keycloak to call. */
  boolean isThere() {
    return config.keycloakUrl().isPresent() && config.secret().isPresent();
  }

  /**
   * What the realm says of a person's access token, by RFC 7662; somebody's request waits for it.
   */
  JsonObject introspect(String accessToken) {
    JsonCalls.Answer answer =
        calls.send(
            form("/realms/keelson/protocol/openid-connect/token/introspect", "token", accessToken),
            INTROSPECTION_PATIENCE);
    return required(answer, "the introspection of a token").object();
  }

  /**
   * Calls the admin API below the realm.
   *
   * @param body null for none
   * @return the answer, also 404 and 409
   * @throws Unavailable for any other refusal
   */
  JsonCalls.Answer admin(String method, String path, Object body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/admin/realms/keelson" + path))
            .timeout(JsonCalls.PATIENCE)
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(io.vertx.core.json.Json.encode(body)))
            .build();
    JsonCalls.Answer answer = calls.send(request);
    // In Keycloak's own words: what stands before it answers 404 too.
    return (answer.status() == 404 || answer.status() == 409) && answer.isJson()
        ? answer
        : required(answer, method + " " + path.replaceAll("\\?.*", ""));
  }

  private synchronized String token() {
    if (clock.instant().isBefore(tokenEndsAt)) {
      return token;
    }
    JsonObject answer =
        required(
                calls.send(
                    form(
                        "/realms/keelson/protocol/openid-connect/token",
                        "grant_type",
                        "client_credentials")),
                "the token of " + CLIENT)
            .object();
    if (answer.getString("access_token") == null) {
      throw new Unavailable("Keycloak gave no token to " + CLIENT, null);
    }
    token = answer.getString("access_token");
    tokenEndsAt =
        clock.instant().plusSeconds(answer.getLong("expires_in", 0L)).minus(BEFORE_EXPIRY);
    return token;
  }

  private HttpRequest form(String path, String field, String value) {
    return HttpRequest.newBuilder(URI.create(url() + path))
        .timeout(JsonCalls.PATIENCE)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(
            BodyPublishers.ofString(
                JsonCalls.form(
                    Map.of(
                        "client_id",
                        CLIENT,
                        "client_secret",
                        config.secret().orElseThrow(),
                        field,
                        value))))
        .build();
  }

  private static JsonCalls.Answer required(JsonCalls.Answer answer, String what) {
    if (!answer.isGood()) {
      String why =
          answer.object().getString("errorMessage", answer.object().getString("error", ""));
      throw new Unavailable(
          "Keycloak answered %d to %s: %s".formatted(answer.status(), what, why), null);
    }
    if (answer.status() == 200 && !answer.isJson()) {
      throw new Unavailable("Keycloak's answer to " + what + " is no JSON", null);
    }
    return answer;
  }

  static void require(JsonCalls.Answer answer, String otherwise) {
    if (!answer.isGood()) {
      throw new Unavailable(
          "Keycloak: " + otherwise + ": " + answer.object().getString("errorMessage", ""), null);
    }
  }

  static List<JsonObject> objects(JsonArray list) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .toList();
  }

  private String url() {
    return config.keycloakUrl().orElseThrow();
  }
}
