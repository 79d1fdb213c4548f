package io.keelson.api.signon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.tenancy.testing.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A second realm of the tests' Keycloak: a customer's identity provider, whose owner names whatever
 * addresses they like.
 */
final class CustomerRealm implements AutoCloseable {
  static final String CLIENT = "keelson";
  static final String SECRET = "a secret of the customer's";
  static final String PASSWORD = "word-of-the-customer";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private final String server = TestServers.shared().keycloak().keycloakUrl();
  private final String name;

  CustomerRealm(String name) throws Exception {
    this.name = name;
    JsonNode there = admin("GET", "/" + name, null);
    if (there != null) {
      admin("DELETE", "/" + name, null); // of a test that was cut short
    }
    ObjectNode realm = JSON.createObjectNode().put("realm", name).put("enabled", true);
    admin("POST", "", realm);
  }

  String issuer() {
    return server + "/realms/" + name;
  }

  /** Lets the platform in as a client. */
  void knows(String redirectUri) throws Exception {
    ObjectNode client =
        JSON.createObjectNode()
            .put("clientId", CLIENT)
            .put("secret", SECRET)
            .put("publicClient", false)
            .put("standardFlowEnabled", true);
    client.putArray("redirectUris").add(redirectUri);
    admin("POST", "/" + name + "/clients", client);
  }

  void add(String username, String email, boolean verified) throws Exception {
    add(name, username, email, verified);
  }

  /** Makes somebody an account with a password in the platform's own realm. */
  void addHere(String username, String email) throws Exception {
    add("keelson", username, email, true);
  }

  /** Removes the accounts of the platform's realm in this domain, of an earlier run. */
  void removeHere(String domain) throws Exception {
    for (JsonNode account : admin("GET", "/keelson/users?max=100&email=%40" + domain, null)) {
      admin("DELETE", "/keelson/users/" + account.path("id").asText(), null);
    }
  }

  private void add(String realm, String username, String email, boolean verified) throws Exception {
    ObjectNode user =
        JSON.createObjectNode()
            .put("username", username)
            .put("email", email)
            .put("emailVerified", verified)
            .put("enabled", true)
            .put("firstName", "Some")
            .put("lastName", "Body");
    user.putArray("credentials")
        .addObject()
        .put("type", "password")
        .put("value", PASSWORD)
        .put("temporary", false);
    admin("POST", "/" + realm + "/users", user);
  }

  void setEnabled(String username, boolean enabled) throws Exception {
    put(user(username).put("enabled", enabled));
  }

  void setEmail(String username, String email) throws Exception {
    put(user(username).put("email", email));
  }

  private ObjectNode user(String username) throws Exception {
    return (ObjectNode)
        admin("GET", "/" + name + "/users?exact=true&username=" + username, null).get(0);
  }

  private void put(ObjectNode user) throws Exception {
    admin("PUT", "/" + name + "/users/" + user.path("id").asText(), user);
  }

  /** What somebody may do in the account console of the platform's realm. */
  List<String> rightsInAccountConsole(String personId) throws Exception {
    String client =
        admin("GET", "/keelson/clients?clientId=account", null).get(0).path("id").asText();
    return admin(
            "GET",
            "/keelson/users/" + personId + "/role-mappings/clients/" + client + "/composite",
            null)
        .findValuesAsText("name");
  }

  /** The accounts of the platform's realm that this customer's provider made. */
  void forgetAccountsHere(String alias) throws Exception {
    for (JsonNode account : admin("GET", "/keelson/users?max=100&username=" + alias, null)) {
      admin("DELETE", "/keelson/users/" + account.path("id").asText(), null);
    }
  }

  /** The providers that an account of the platform's realm is linked to. */
  List<String> linksOf(String personId) throws Exception {
    return admin("GET", "/keelson/users/" + personId + "/federated-identity", null)
        .findValuesAsText("identityProvider");
  }

  /**
   * Has strangers sign up in the platform's realm, which verifies addresses by mail, until what is
   * returned is closed.
   */
  AutoCloseable openToStrangersHere() throws Exception {
    setOpenHere(true);
    return () -> setOpenHere(false);
  }

  private void setOpenHere(boolean isOpen) throws Exception {
    ObjectNode realm = (ObjectNode) admin("GET", "/keelson", null);
    realm.put("verifyEmail", isOpen).put("registrationAllowed", isOpen);
    admin("PUT", "/keelson", realm);
  }

  /** As a realm of an earlier release has it: until the platform tells of the provider again. */
  void letInWhateverIsNamed(String alias) throws Exception {
    String path = "/keelson/identity-provider/instances/" + alias;
    ObjectNode provider = (ObjectNode) admin("GET", path, null);
    provider.put("trustEmail", false);
    provider
        .withObjectProperty("config")
        .put("filteredByClaim", "false")
        .put("clientSecret", SECRET);
    admin("PUT", path, provider);
  }

  /** To whom the platform's realm sent a mail lately, or would have with a mail server. */
  List<String> mailedHere() throws Exception {
    return addressesInEvents("type=SEND_VERIFY_EMAIL&type=SEND_VERIFY_EMAIL_ERROR");
  }

  /** Who signed up in the platform's realm lately. */
  List<String> registeredHere() throws Exception {
    return addressesInEvents("type=REGISTER");
  }

  private List<String> addressesInEvents(String types) throws Exception {
    return admin("GET", "/keelson/events?max=100&" + types, null).findValuesAsText("email");
  }

  /** The accounts of the platform's realm with this address. */
  JsonNode accounts(String email) throws Exception {
    return admin("GET", "/keelson/users?exact=true&email=" + email, null);
  }

  private JsonNode admin(String method, String path, JsonNode body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + "/admin/realms" + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 404) {
      return null;
    }
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
    }
    return JSON.readTree(answer.body());
  }

  private String token() throws IOException, InterruptedException {
    String form =
        Map.of(
                "grant_type", "password",
                "client_id", "admin-cli",
                "username", "admin",
                "password", TestServers.shared().keycloakAdminPassword())
            .entrySet()
            .stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + "/realms/master/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    String body = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return JSON.readTree(body).path("access_token").asText();
  }

  @Override
  public void close() throws Exception {
    admin("DELETE", "/" + name, null);
  }
}
