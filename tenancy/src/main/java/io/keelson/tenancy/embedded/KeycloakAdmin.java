package io.keelson.tenancy.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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

  /**
   * Brings a realm that was imported by an earlier start up to date: Keycloak sends browsers back
   * to these addresses of the console and to no others, nobody but the demo's client takes
   * passwords, and that one is there only where the demo is. All of them tell the front door of
   * sessions that ended, and none has sessions without an end.
   */
  void update(List<String> consoleUrls, String apiUrl, Optional<String> demoPassword)
      throws IOException {
    String token = token();
    ObjectNode console =
        client(KeelsonRealm.CONSOLE, token)
            .orElseThrow(() -> new IOException("the realm has no client " + KeelsonRealm.CONSOLE));
    boolean moved = KeelsonRealm.address(console, consoleUrls);
    if (KeelsonRealm.tellOfEndedSessions(console, apiUrl) || moved) {
      put(console, token);
    }
    Optional<ObjectNode> commandLine = client(KeelsonRealm.COMMAND_LINE, token);
    if (commandLine.isPresent()) {
      KeelsonRealm.tellOfEndedSessions(commandLine.get(), apiUrl);
      put(commandLine.get().put("directAccessGrantsEnabled", false), token);
    }
    updateDemo(client(KeelsonRealm.DEMO, token), apiUrl, demoPassword, token);
    removeOfflineAccess(token);
    addOperators(token);
  }

  /**
   * Gives the platform an account of its own in the realm, with the rights that tenants' identity
   * providers need, and has tokens say which provider somebody came by.
   */
  void letInPlatform(String secret) throws IOException {
    String token = token();
    if (client(KeelsonRealm.API, token).isEmpty()) {
      String text = JSON.writeValueAsString(KeelsonRealm.client(KeelsonRealm.API));
      send(json(clients(), token).POST(BodyPublishers.ofString(text)).build());
    }
    ObjectNode api = client(KeelsonRealm.API, token).orElseThrow();
    put(api.put("secret", secret), token);
    grantApiRoles(api.path("id").asText(), token);
    takeFromEverybody(token);
    for (String id : List.of(KeelsonRealm.CONSOLE, KeelsonRealm.COMMAND_LINE, KeelsonRealm.DEMO)) {
      Optional<ObjectNode> client = client(id, token);
      if (client.isPresent()) {
        addMappers(client.get(), token);
      }
    }
  }

  /**
   * Nobody links another provider to their account, which would speak in the sessions of the first.
   */
  private void takeFromEverybody(String token) throws IOException {
    String realmUrl = url + "/admin/realms/" + KeelsonRealm.NAME;
    JsonNode realm = send(authorized(realmUrl, token).GET().build());
    String held =
        realmUrl + "/roles-by-id/" + realm.path("defaultRole").path("id").asText() + "/composites";
    ArrayNode taken = JSON.createArrayNode();
    for (JsonNode role : send(authorized(held, token).GET().build())) {
      if (KeelsonRealm.NOT_EVERYBODYS.contains(role.path("name").asText())) {
        taken.add(role);
      }
    }
    if (!taken.isEmpty()) {
      send(json(held, token).method("DELETE", BodyPublishers.ofString(taken.toString())).build());
    }
  }

  private void grantApiRoles(String apiId, String token) throws IOException {
    String realmUrl = url + "/admin/realms/" + KeelsonRealm.NAME;
    String account =
        send(authorized(clients() + "/" + apiId + "/service-account-user", token).GET().build())
            .path("id")
            .asText();
    String management = client("realm-management", token).orElseThrow().path("id").asText();
    ArrayNode roles = JSON.createArrayNode();
    for (String role : KeelsonRealm.API_ROLES) {
      roles.add(
          send(authorized(clients() + "/" + management + "/roles/" + role, token).GET().build()));
    }
    send(
        json(realmUrl + "/users/" + account + "/role-mappings/clients/" + management, token)
            .POST(BodyPublishers.ofString(roles.toString()))
            .build());
  }

  /**
   * Those that a realm of an earlier release lacks; the demo's client is like the command line's.
   */
  private void addMappers(ObjectNode client, String token) throws IOException {
    Set<String> there = new HashSet<>(client.path("protocolMappers").findValuesAsText("name"));
    String of = clients() + "/" + client.path("id").asText() + "/protocol-mappers/models";
    for (JsonNode mapper : KeelsonRealm.client(KeelsonRealm.COMMAND_LINE).path("protocolMappers")) {
      if (!there.contains(mapper.path("name").asText())) {
        send(json(of, token).POST(BodyPublishers.ofString(mapper.toString())).build());
      }
    }
  }

  /** A realm of an earlier release has no role of those who run the installation. */
  private void addOperators(String token) throws IOException {
    String roles = url + "/admin/realms/" + KeelsonRealm.NAME + "/roles";
    if (operator(roles, token).isPresent()) {
      return;
    }
    String role =
        JSON.writeValueAsString(JSON.createObjectNode().put("name", KeelsonRealm.OPERATOR));
    send(json(roles, token).POST(BodyPublishers.ofString(role)).build());
    String made = JSON.createArrayNode().add(operator(roles, token).orElseThrow()).toString();
    for (String id : List.of(KeelsonRealm.CONSOLE, KeelsonRealm.COMMAND_LINE, KeelsonRealm.DEMO)) {
      Optional<ObjectNode> client = client(id, token);
      if (client.isPresent()) {
        String of = clients() + "/" + client.get().path("id").asText();
        send(json(of + "/scope-mappings/realm", token).POST(BodyPublishers.ofString(made)).build());
        send(
            json(of + "/protocol-mappers/models", token)
                .POST(BodyPublishers.ofString(KeelsonRealm.rolesMapper().toString()))
                .build());
      }
    }
  }

  private Optional<JsonNode> operator(String roles, String token) throws IOException {
    String named = roles + "?briefRepresentation=true&search=" + KeelsonRealm.OPERATOR;
    for (JsonNode role : send(authorized(named, token).GET().build())) {
      if (role.path("name").asText().equals(KeelsonRealm.OPERATOR)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** Opens the realm to strangers, or closes it to them. */
  void open(Optional<SignUp> signUp) throws IOException {
    change(realm -> SignUp.apply(signUp, realm));
  }

  /** Gives a realm of an earlier release the platform's pages and mails of sign-in. */
  void dress() throws IOException {
    change(KeelsonRealm::dress);
  }

  private void change(Consumer<ObjectNode> change) throws IOException {
    String token = token();
    String realmUrl = url + "/admin/realms/" + KeelsonRealm.NAME;
    ObjectNode realm = (ObjectNode) send(authorized(realmUrl, token).GET().build());
    change.accept(realm);
    send(
        json(realmUrl, token).PUT(BodyPublishers.ofString(JSON.writeValueAsString(realm))).build());
  }

  /** An offline session would outlive the platform's note that it ended. */
  void removeOfflineAccess(String token) throws IOException {
    for (String id : List.of(KeelsonRealm.CONSOLE, KeelsonRealm.COMMAND_LINE, KeelsonRealm.DEMO)) {
      Optional<ObjectNode> client = client(id, token);
      if (client.isPresent()) {
        removeOfflineAccess(client.get(), token);
      }
    }
  }

  private void removeOfflineAccess(ObjectNode client, String token) throws IOException {
    String scopes = clients() + "/" + client.path("id").asText() + "/optional-client-scopes";
    for (JsonNode scope : send(authorized(scopes, token).GET().build())) {
      if (scope.path("name").asText().equals("offline_access")) {
        send(authorized(scopes + "/" + scope.path("id").asText(), token).DELETE().build());
      }
    }
  }

  private void updateDemo(
      Optional<ObjectNode> demo, String apiUrl, Optional<String> demoPassword, String token)
      throws IOException {
    if (demoPassword.isPresent() && demo.isEmpty()) {
      ObjectNode client = KeelsonRealm.demoClient(demoPassword.get());
      KeelsonRealm.tellOfEndedSessions(client, apiUrl);
      String text = JSON.writeValueAsString(client);
      send(json(clients(), token).POST(BodyPublishers.ofString(text)).build());
    } else if (demoPassword.isPresent() && KeelsonRealm.tellOfEndedSessions(demo.get(), apiUrl)) {
      put(demo.get(), token);
    } else if (demoPassword.isEmpty() && demo.isPresent()) {
      send(authorized(clients() + "/" + demo.get().path("id").asText(), token).DELETE().build());
    }
  }

  private Optional<ObjectNode> client(String id, String token) throws IOException {
    JsonNode found = send(authorized(clients() + "?clientId=" + id, token).GET().build());
    return found.path(0) instanceof ObjectNode client ? Optional.of(client) : Optional.empty();
  }

  private void put(ObjectNode client, String token) throws IOException {
    send(
        json(clients() + "/" + client.path("id").asText(), token)
            .PUT(BodyPublishers.ofString(JSON.writeValueAsString(client)))
            .build());
  }

  private String clients() {
    return url + "/admin/realms/" + KeelsonRealm.NAME + "/clients";
  }

  private static HttpRequest.Builder json(String url, String token) {
    return authorized(url, token).header("Content-Type", "application/json");
  }

  String token() throws IOException {
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
