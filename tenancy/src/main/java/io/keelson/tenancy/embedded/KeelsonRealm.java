package io.keelson.tenancy.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The realm that Keycloak imports once: the file of the class path with what is this
 * installation's.
 */
final class KeelsonRealm {

  static final String NAME = "keelson";
  static final String CONSOLE = "keelson-console";
  static final String COMMAND_LINE = "keelson-cli";

  /** The platform's own account there: it manages tenants' identity providers. */
  static final String API = "keelson-api";

  /** What that account may do, of the client {@code realm-management}. */
  static final List<String> API_ROLES =
      List.of("manage-realm", "manage-identity-providers", "manage-users", "view-events");

  /** What Keycloak gives everybody in their own account, and the platform takes away. */
  static final List<String> NOT_EVERYBODYS =
      List.of("manage-account", "manage-account-links", "delete-account");

  /**
   * Takes a person's name and password, for demonstrations and tests: it is where the demo's people
   * are. Whoever may use it knows the password that they share, which is its secret as well.
   */
  static final String DEMO = "keelson-demo";

  /** The realm's role of those who run the installation. */
  static final String OPERATOR = "operator";

  /** Where the front door is told of sessions that ended at the identity provider. */
  private static final String LOGOUT_PATH = "/session/backchannel-logout";

  private static final List<String> THEMES = List.of("loginTheme", "emailTheme");

  private static final String FILE = "/keycloak/keelson-realm.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeelsonRealm() {}

  /**
   * The import file's text: with the console's secret and addresses.
   *
   * @param apiUrl where the front door is told of sessions that ended
   * @param demoPassword of the demo people, who are there with it, as is their client; empty for
   *     neither
   * @param signUp how strangers make themselves an account; empty where they cannot
   */
  static String importFile(
      String consoleSecret,
      List<String> consoleUrls,
      String apiUrl,
      Optional<String> demoPassword,
      Optional<SignUp> signUp) {
    ObjectNode realm = read();
    SignUp.apply(signUp, realm);
    ObjectNode console = client(realm, CONSOLE);
    console.put("secret", consoleSecret);
    address(console, consoleUrls);
    client(realm, API).put("secret", apiSecret(consoleSecret));
    demoPassword.ifPresentOrElse(
        password -> addDemo(realm, password), () -> realm.remove("organizations"));
    for (JsonNode client : realm.withArray("clients")) {
      if (!client.path("clientId").asText().equals(API)) {
        tellOfEndedSessions((ObjectNode) client, apiUrl);
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(realm);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot write the realm's file", e);
    }
  }

  /**
   * Another one whenever this release wants something of the realm that the one before did not: a
   * realm that is there is brought up to date then.
   */
  static String mark() {
    return mark(read());
  }

  static String mark(ObjectNode realm) {
    String wanted = "%s %s %s".formatted(realm, API_ROLES, NOT_EVERYBODYS);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(wanted.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode read() {
    try (InputStream file = KeelsonRealm.class.getResourceAsStream(FILE)) {
      return (ObjectNode) JSON.readTree(file);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot read " + FILE, e);
    }
  }

  private static ObjectNode client(ObjectNode realm, String id) {
    for (JsonNode client : realm.withArray("clients")) {
      if (id.equals(client.path("clientId").asText())) {
        return (ObjectNode) client;
      }
    }
    throw new EmbeddedServerException(FILE + " has no client " + id);
  }

  /** The secret of {@link #API}: whoever knows that of the console can make it, and nobody else. */
  static String apiSecret(String consoleSecret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(consoleSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] made = mac.doFinal(API.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(made);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client of the file, as it is there. */
  static ObjectNode client(String id) {
    return client(read(), id);
  }

  /** Themes that an administrator chose stay. */
  static void dress(ObjectNode realm) {
    ObjectNode file = read();
    for (String theme : THEMES) {
      if (realm.path(theme).asText("").isBlank()) {
        realm.set(theme, file.path(theme));
      }
    }
  }

  /** Puts the realm's roles of a person into their tokens. */
  static JsonNode rolesMapper() {
    for (JsonNode mapper : client(read(), COMMAND_LINE).path("protocolMappers")) {
      if (mapper.path("protocolMapper").asText().equals("oidc-usermodel-realm-role-mapper")) {
        return mapper;
      }
    }
    throw new EmbeddedServerException(FILE + " puts no roles into tokens");
  }

  private static void addDemo(ObjectNode realm, String password) {
    realm.withArray("clients").add(demoClient(password));
    realm
        .withArray("scopeMappings")
        .addObject()
        .put("client", DEMO)
        .putArray("roles")
        .add(OPERATOR);
    ArrayNode users = realm.putArray("users");
    DemoIdentities.ALL.forEach(person -> users.add(user(person, password)));
    ObjectNode operator = user(DemoIdentities.OPERATOR, password);
    operator.putArray("realmRoles").add(OPERATOR);
    users.add(operator);
    for (JsonNode organization : realm.withArray("organizations")) {
      addMembers((ObjectNode) organization);
    }
  }

  /** Like the command line's client, but confidential, and it takes passwords. */
  static ObjectNode demoClient(String secret) {
    ObjectNode demo = client(read(), COMMAND_LINE);
    demo.remove("attributes");
    return demo.put("clientId", DEMO)
        .put("name", "Keelson demo and tests")
        .put("publicClient", false)
        .put("clientAuthenticatorType", "client-secret")
        .put("secret", secret)
        .put("directAccessGrantsEnabled", true);
  }

  /** Sets where the console may be; true when that changed the client. */
  static boolean address(ObjectNode console, List<String> consoleUrls) {
    ObjectNode before = console.deepCopy();
    // Where its pages lead back to when a sign-in ended on them.
    console.put("baseUrl", consoleUrls.getFirst() + "/");
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

  /**
   * Has Keycloak tell the front door when a session of this client ended, and which one; true when
   * that changed the client.
   */
  static boolean tellOfEndedSessions(ObjectNode client, String apiUrl) {
    ObjectNode before = client.deepCopy();
    client.put("frontchannelLogout", false);
    client
        .withObjectProperty("attributes")
        .put("backchannel.logout.url", apiUrl + LOGOUT_PATH)
        .put("backchannel.logout.session.required", "true");
    return !before.equals(client);
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
