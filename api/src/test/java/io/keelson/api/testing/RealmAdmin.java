package io.keelson.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.tenancy.testing.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What an administrator of the tests' identity provider can do. All tests share its realm. */
public final class RealmAdmin {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private final String server;
  private final String realm;
  private final String token;

  private RealmAdmin(String server, String token) {
    this.server = server;
    this.realm = server + "/admin/realms/keelson";
    this.token = token;
  }

  public static RealmAdmin signIn() throws IOException, InterruptedException {
    String server = TestServers.shared().keycloak().keycloakUrl();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + "/realms/master/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    SignIn.form(
                        Map.of(
                            "grant_type", "password",
                            "client_id", "admin-cli",
                            "username", "admin",
                            "password", TestServers.shared().keycloakAdminPassword()))))
            .build();
    String body = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return new RealmAdmin(server, JSON.readTree(body).path("access_token").asText());
  }

  /** Where the client's sessions are told to have ended; returns where they were told before. */
  public String tellLogoutsTo(String clientId, String url)
      throws IOException, InterruptedException {
    ObjectNode client =
        (ObjectNode) json(send("GET", realm + "/clients?clientId=" + clientId, "")).get(0);
    ObjectNode attributes = client.withObjectProperty("attributes");
    String before = attributes.path("backchannel.logout.url").asText();
    attributes.put("backchannel.logout.url", url);
    send("PUT", realm + "/clients/" + client.path("id").asText(), client.toString());
    return before;
  }

  /** The ids of a person's sessions that this client takes part in. */
  public List<String> sessions(String personId, String clientId)
      throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (JsonNode session : json(send("GET", realm + "/users/" + personId + "/sessions", ""))) {
      for (JsonNode client : session.path("clients")) {
        if (client.asText().equals(clientId)) {
          ids.add(session.path("id").asText());
        }
      }
    }
    return ids;
  }

  public void endSession(String id) throws IOException, InterruptedException {
    send("DELETE", realm + "/sessions/" + id, "");
  }

  /** One more key that the realm vouches for, without signing with it. */
  public record AddedKey(String componentId, String keyId) {}

  public AddedKey addKey(KeyPair pair) throws IOException, InterruptedException {
    String realmId = json(send("GET", realm, "")).path("id").asText();
    String privateKey = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    ObjectNode component = JSON.createObjectNode().put("name", "test").put("providerId", "rsa");
    component.put("providerType", "org.keycloak.keys.KeyProvider").put("parentId", realmId);
    ObjectNode config = component.putObject("config");
    Map.of(
            "priority", "1",
            "enabled", "true",
            "active", "true",
            "algorithm", "RS256",
            "privateKey",
                "-----BEGIN PRIVATE KEY-----\n" + privateKey + "\n-----END PRIVATE KEY-----")
        .forEach((name, value) -> config.putArray(name).add(value));
    HttpResponse<String> made = send("POST", realm + "/components", component.toString());
    String location = made.headers().firstValue("Location").orElseThrow();
    return new AddedKey(location.substring(location.lastIndexOf('/') + 1), keyId(pair));
  }

  private String keyId(KeyPair pair) throws IOException, InterruptedException {
    byte[] modulus = ((RSAPublicKey) pair.getPublic()).getModulus().toByteArray();
    byte[] unsigned = modulus[0] == 0 ? Arrays.copyOfRange(modulus, 1, modulus.length) : modulus;
    String n = Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    String certs = server + "/realms/keelson/protocol/openid-connect/certs";
    for (JsonNode key : json(send("GET", certs, "")).path("keys")) {
      if (n.equals(key.path("n").asText())) {
        return key.path("kid").asText();
      }
    }
    throw new AssertionError("the realm does not publish the key");
  }

  public void removeKey(AddedKey key) throws IOException, InterruptedException {
    send("DELETE", realm + "/components/" + key.componentId(), "");
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(
          "%s %s: %d %s".formatted(method, url, answer.statusCode(), answer.body()));
    }
    return answer;
  }
}
