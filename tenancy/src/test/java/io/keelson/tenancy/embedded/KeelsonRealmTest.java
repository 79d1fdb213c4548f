package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeelsonRealmTest {

  private static final List<String> CONSOLE = List.of("http://127.0.0.1:7080");

  private static final String API = "http://10.0.0.7:7080";

  private final JsonNode realm = realm();

  @Test
  void theConsoleGetsItsSecretAndOnlyItsOwnAddress() {
    JsonNode console = client("keelson-console");

    assertThat(console.path("secret").asText()).isEqualTo("console-word");
    assertThat(texts(console.path("redirectUris"))).containsExactly("http://127.0.0.1:7080/*");
    assertThat(console.path("baseUrl").asText()).isEqualTo("http://127.0.0.1:7080/");
    assertThat(console.path("attributes").path("pkce.code.challenge.method").asText())
        .isEqualTo("S256");
    assertThat(console.path("directAccessGrantsEnabled").asBoolean()).isFalse();
  }

  @Test
  void tokensOfBothClientsCarryTheSubjectAndTheAudience() {
    for (String name : List.of("keelson-console", "keelson-cli")) {
      assertThat(texts(client(name).path("defaultClientScopes"))).contains("basic", "organization");
      assertThat(client(name).path("protocolMappers").findValuesAsText("included.custom.audience"))
          .containsExactly("keelson-api");
    }
  }

  @Test
  void everyDemoPersonIsAMemberOfTheirOrganisationUnderAFixedId() {
    assertThat(realm.path("users").findValuesAsText("id"))
        .hasSize(9)
        .doesNotHaveDuplicates()
        .contains(DemoIdentities.named("engineer").id().toString());
    assertThat(members("demo"))
        .containsExactlyInAnyOrder("owner", "admin", "engineer", "reviewer", "viewer", "billing");
    assertThat(members("other")).containsExactlyInAnyOrder("other-owner", "other-engineer");
  }

  @Test
  void theOperatorIsOneByARoleThatTokensCarryAndBelongsToNoOrganisation() {
    assertThat(realm.at("/roles/realm/0/name").asText()).isEqualTo("operator");
    assertThat(realm.path("scopeMappings").findValuesAsText("client"))
        .containsExactlyInAnyOrder("keelson-console", "keelson-cli", "keelson-demo");
    for (JsonNode user : realm.path("users")) {
      assertThat(user.path("realmRoles").size())
          .as(user.path("username").asText())
          .isEqualTo(user.path("username").asText().equals("operator") ? 1 : 0);
    }
    assertThat(members("demo")).doesNotContain("operator");
  }

  @Test
  void onlyTheConfidentialClientOfTheDemoTakesPasswords() {
    assertThat(client("keelson-cli").path("directAccessGrantsEnabled").asBoolean()).isFalse();
    assertThat(client("keelson-cli").path("publicClient").asBoolean()).isTrue();
    JsonNode demo = client("keelson-demo");
    assertThat(demo.path("directAccessGrantsEnabled").asBoolean()).isTrue();
    assertThat(demo.path("publicClient").asBoolean()).isFalse();
    assertThat(demo.path("secret").asText()).isEqualTo("people-word");
  }

  @Test
  void withoutTheDemoNeitherItsPeopleNorItsClientAreThere() throws JsonProcessingException {
    JsonNode bare =
        new ObjectMapper()
            .readTree(
                KeelsonRealm.importFile(
                    "console-word", CONSOLE, API, Optional.empty(), Optional.empty()));
    assertThat(bare.has("users")).isFalse();
    assertThat(bare.has("organizations")).isFalse();
    assertThat(bare.path("clients").findValuesAsText("clientId"))
        .containsExactly("keelson-console", "keelson-cli", "keelson-api");
  }

  @Test
  void pagesAndMailsAreOfThePlatformsThemeUnlessAnAdministratorChoseAnother() {
    assertThat(realm.path("loginTheme").asText()).isEqualTo(KeycloakTheme.NAME);
    assertThat(realm.path("emailTheme").asText()).isEqualTo(KeycloakTheme.NAME);
    ObjectNode earlier = new ObjectMapper().createObjectNode().put("loginTheme", "ours");

    KeelsonRealm.dress(earlier);

    assertThat(earlier.path("loginTheme").asText()).isEqualTo("ours");
    assertThat(earlier.path("emailTheme").asText()).isEqualTo(KeycloakTheme.NAME);
  }

  @Test
  void strangersSignUpOnlyWhereItIsSwitchedOnAndTheirAddressIsVerified() throws Exception {
    assertThat(realm.path("registrationAllowed").asBoolean()).isFalse();
    Map<String, String> settings =
        Map.of(
            "keelson.sign-up", "true",
            "keelson.mail.url", "smtp://keelson:s3cr3t@mail.example");
    Optional<SignUp> signUp = SignUp.from(name -> Optional.ofNullable(settings.get(name)));
    JsonNode open =
        new ObjectMapper()
            .readTree(
                KeelsonRealm.importFile("console-word", CONSOLE, API, Optional.empty(), signUp));

    assertThat(open.path("registrationAllowed").asBoolean()).isTrue();
    assertThat(open.path("verifyEmail").asBoolean()).isTrue();
    assertThat(open.path("resetPasswordAllowed").asBoolean()).isTrue();
    assertThat(realm.path("resetPasswordAllowed").asBoolean()).isFalse();
    assertThat(open.at("/smtpServer/host").asText()).isEqualTo("mail.example");
    assertThat(open.at("/smtpServer/starttls").asText()).isEqualTo("true");
    assertThat(signUp.toString() + signUp.orElseThrow().mark()).doesNotContain("s3cr3t");
    assertThatThrownBy(
            () ->
                SignUp.from(
                    name -> Optional.of("true").filter(on -> name.equals("keelson.sign-up"))))
        .hasMessageContaining("keelson.mail.url");
  }

  @Test
  void movingTheConsoleChangesTheClientOnce() {
    ObjectNode console = (ObjectNode) client("keelson-console");
    List<String> moved = List.of("http://127.0.0.1:9080");

    assertThat(KeelsonRealm.address(console, moved)).isTrue();
    assertThat(KeelsonRealm.address(console, moved)).isFalse();
  }

  @Test
  void everyClientTellsTheFrontDoorOfSessionsThatEnded() {
    for (String name : List.of("keelson-console", "keelson-cli", "keelson-demo")) {
      assertThat(client(name).at("/attributes/backchannel.logout.url").asText())
          .isEqualTo("http://10.0.0.7:7080/session/backchannel-logout");
      assertThat(client(name).at("/attributes/backchannel.logout.session.required").asText())
          .isEqualTo("true");
      assertThat(KeelsonRealm.tellOfEndedSessions((ObjectNode) client(name), API)).isFalse();
    }
  }

  @Test
  void noClientMayKeepASessionBeyondItsEnd() {
    for (String name : List.of("keelson-console", "keelson-cli", "keelson-demo")) {
      JsonNode scopes = client(name).path("optionalClientScopes");
      assertThat(scopes.isArray()).as("else Keycloak adds its own").isTrue();
      assertThat(scopes).isEmpty();
    }
  }

  private List<String> members(String alias) {
    for (JsonNode organization : realm.path("organizations")) {
      if (alias.equals(organization.path("alias").asText())) {
        return organization.path("members").findValuesAsText("username");
      }
    }
    return List.of();
  }

  private JsonNode client(String name) {
    for (JsonNode client : realm.path("clients")) {
      if (name.equals(client.path("clientId").asText())) {
        return client;
      }
    }
    throw new AssertionError("no client " + name);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static JsonNode realm() {
    try {
      return new ObjectMapper()
          .readTree(
              KeelsonRealm.importFile(
                  "console-word", CONSOLE, API, Optional.of("people-word"), Optional.empty()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aReleaseThatWantsAnotherMapperOfTheRealmSaysSo() {
    ObjectNode before = (ObjectNode) realm;
    ObjectNode after = before.deepCopy();
    assertThat(KeelsonRealm.mark(after)).isEqualTo(KeelsonRealm.mark(before));

    ((ObjectNode) after.withArray("clients").get(0))
        .withArray("protocolMappers")
        .addObject()
        .put("name", "another");

    assertThat(KeelsonRealm.mark(after)).isNotEqualTo(KeelsonRealm.mark(before));
  }
}
