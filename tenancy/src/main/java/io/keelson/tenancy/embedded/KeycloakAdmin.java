package io.keelson.tenancy.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The little of Keycloak's admin API that the platform needs. */
final class KeycloakAdmin {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String url;
  private final String password;

  KeycloakAdmin(HttpClient http, String url, String password) {
    this.http = http;
    this.url = url;
    this.password = password;
  }

  /** Lets Keycloak send browsers back to these addresses of the console, and to no others. */
  void addressConsole(List<String> consoleUrls) throws IOException {
    String token = token();
    String clients = url + "/admin/realms/" + KeelsonRealm.NAME + "/clients";
    JsonNode found =
        send(authorized(clients + "?clientId=" + KeelsonRealm.CONSOLE, token).GET().build());
    if (!(found.path(0) instanceof ObjectNode console)) {
      throw new IOException("the realm has no client " + KeelsonRealm.CONSOLE);
    }
    if (KeelsonRealm.address(console, consoleUrls)) {
      send(
          authorized(clients + "/" + console.path("id").asText(), token)
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString(JSON.writeValueAsString(console)))
              .build());
    }
  }

  private String token() throws IOException {
    String form =
        "grant_type=password&client_id=admin-cli&username=admin&password="
            + URLEncoder.encode(password, StandardCharsets.UTF_8);
    return send(HttpRequest.newBuilder(
                URI.create(url + "/realms/master/protocol/openid-connect/token"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build())
        .path("access_token")
        .asText();
  }

  private static HttpRequest.Builder authorized(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "%s %s answered %d"
                .formatted(request.method(), request.uri().getPath(), response.statusCode()));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
