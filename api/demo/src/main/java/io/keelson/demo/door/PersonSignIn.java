package io.keelson.demo.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A person's access token from Keycloak, by name and password of the demo's client, whose secret is
 * that password.
 */
public final class PersonSignIn implements Credential {
  private static final String PATH = "/realms/keelson/protocol/openid-connect/token";
  private static final String CLIENT = "keelson-demo";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration RENEWED_BEFORE_END = Duration.ofSeconds(60);

  private final HttpClient http;
  private final URI address;
  private final String user;
  private final String password;
  private final InstantSource clock;
  private String token;
  private Instant renewAt = Instant.MIN;

  public PersonSignIn(
      HttpClient http, Addresses addresses, String user, String password, InstantSource clock) {
    this.http = http;
    this.address = addresses.keycloak(PATH);
    this.user = user;
    this.password = password;
    this.clock = clock;
  }

  public String user() {
    return user;
  }

  @Override
  public synchronized String bearer() throws IOException, InterruptedException {
    if (clock.instant().isAfter(renewAt)) {
      JsonNode answer = grant();
      token = answer.path("access_token").asText();
      Duration life = Duration.ofSeconds(answer.path("expires_in").asLong());
      renewAt = clock.instant().plus(life).minus(RENEWED_BEFORE_END);
    }
    return token;
  }

  private JsonNode grant() throws IOException, InterruptedException {
    String form =
        "grant_type=password&scope=openid&client_id=%s&client_secret=%s&username=%s&password=%s"
            .formatted(CLIENT, encoded(password), encoded(user), encoded(password));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> answer = Http.send(http, request, HttpResponse.BodyHandlers.ofString());
    JsonNode json = Json.read(answer.body());
    if (answer.statusCode() != 200 || json.path("access_token").asText().isEmpty()) {
      throw new Refused(
          "HTTP " + answer.statusCode(),
          "Keycloak did not sign %s in: %s"
              .formatted(user, json.path("error_description").asText()));
    }
    return json;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
