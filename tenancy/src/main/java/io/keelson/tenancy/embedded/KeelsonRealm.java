package io.keelson.tenancy.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The realm that Keycloak imports once: the file of the class path with what is this
 * installation's.
 */
final class KeelsonRealm {

  static final String NAME = "keelson";
  static final String CONSOLE = "keelson-console";

  private static final String FILE = "/keycloak/keelson-realm.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeelsonRealm() {}

  /** The import file's text: with the console's secret and addresses, and the demo people. */
  static String importFile(String consoleSecret, List<String> consoleUrls, String demoPassword) {
    try (InputStream file = KeelsonRealm.class.getResourceAsStream(FILE)) {
      ObjectNode realm = (ObjectNode) JSON.readTree(file);
      for (JsonNode client : realm.withArray("clients")) {
        if (CONSOLE.equals(client.path("clientId").asText())) {
          ((ObjectNode) client).put("secret", consoleSecret);
          address((ObjectNode) client, consoleUrls);
        }
      }
      ArrayNode users = realm.putArray("users");
      DemoIdentities.ALL.forEach(person -> users.add(user(person, demoPassword)));
      for (JsonNode organization : realm.withArray("organizations")) {
        addMembers((ObjectNode) organization);
      }
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(realm);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot read " + FILE, e);
    }
  }

  /** Sets where the console may be; true when that changed the client. */
  static boolean address(ObjectNode console, List<String> consoleUrls) {
    ObjectNode before = console.deepCopy();
    ArrayNode redirects = console.putArray("redirectUris");
    consoleUrls.forEach(url -> redirects.add(url + "/*"));
    ArrayNode origins = console.putArray("webOrigins");
    consoleUrls.forEach(origins::add);
    // Keycloak keeps this list in one text.
    console
        .withObjectProperty("attributes")
        .put(
            "post.logout.redirect.uris",
            String.join("##", consoleUrls.stream().map(url -> url + "/*").toList()));
    return !before.equals(console);
  }

  private static ObjectNode user(DemoIdentities.Person person, String password) {
    ObjectNode user =
        JSON.createObjectNode()
            .put("id", person.id().toString())
            .put("username", person.username())
            .put("email", person.email())
            .put("emailVerified", true)
            .put("enabled", true)
            .put("firstName", person.firstName())
            .put("lastName", person.lastName());
    user.putArray("credentials")
        .addObject()
        .put("type", "password")
        .put("value", password)
        .put("temporary", false);
    return user;
  }

  private static void addMembers(ObjectNode organization) {
    ArrayNode members = organization.putArray("members");
    DemoIdentities.ALL.stream()
        .filter(person -> person.organization().equals(organization.path("alias").asText()))
        .forEach(
            person ->
                members
                    .addObject()
                    .put("username", person.username())
                    .put("membershipType", "UNMANAGED"));
  }
}
