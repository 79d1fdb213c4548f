package io.keelson.api.graphql.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.TenantDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Under a policy no key counts longer than it says, those that were there before it too. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class KeyPolicyIT {
  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private static JsonNode key(Graph caller, String name, OffsetDateTime expiresAt) {
    String end = expiresAt == null ? "" : ",expiresAt:\"" + expiresAt + "\"";
    return caller
        .ask(
            "mutation{made:createApiKey(input:{name:\"%s\",permissions:[RUN_READ]%s}){secret apiKey{id}}}"
                .formatted(name, end))
        .data()
        .get("made");
  }

  private static void set(Graph owner, String maxLife, int expectedVersion) {
    owner
        .ask(
            "mutation{setKeyPolicy(input:{%sunusedAfter:\"P10D\",expectedVersion:%d}){version}}"
                .formatted(maxLife == null ? "" : "maxLife:\"" + maxLife + "\",", expectedVersion))
        .data();
  }

  /** When the key ends by the list; null for never. */
  private static OffsetDateTime end(Graph owner, JsonNode key) {
    for (JsonNode edge :
        owner.ask("{apiKeys(first:100){edges{node{id expiresAt}}}}").data().at("/apiKeys/edges")) {
      if (edge.at("/node/id").equals(key.at("/apiKey/id"))) {
        JsonNode end = edge.at("/node/expiresAt");
        return end.isNull() ? null : OffsetDateTime.parse(end.asText());
      }
    }
    throw new AssertionError("no such key");
  }

  private static void assertEndsIn(Graph owner, JsonNode key, Duration life) {
    assertThat(end(owner, key))
        .isCloseTo(OffsetDateTime.now().plus(life), within(1, ChronoUnit.MINUTES));
  }

  /** As if the key had been made, and the policy been set, so much earlier. */
  private void pass(TestTenants.Made made, Duration time) {
    people.inThread(
        () ->
            database.transact(
                made.tenant().id(),
                tx ->
                    tx.update(
                        """
                        UPDATE tenancy.api_key
                        SET created_at = created_at - make_interval(secs => $2),
                            expires_at = expires_at - make_interval(secs => $2),
                            made_to_end_at = made_to_end_at - make_interval(secs => $2)
                        WHERE tenant_id = $1
                        """,
                        tx.tenantId(),
                        (double) time.toSeconds())));
  }

  @Test
  void aKeyThatWasThereBeforeThePolicyEndsWithItsLifeFromWhenThePolicyWasSet() {
    TestTenants.Made made = tenants.make("policy-before");
    Graph owner = graph(made.key());
    JsonNode endless = key(owner, "endless", null);
    JsonNode brief = key(owner, "brief", OffsetDateTime.now().plusHours(2));
    pass(made, Duration.ofMinutes(90));

    set(owner, "P1D", 1);

    assertEndsIn(owner, endless, Duration.ofDays(1));
    assertEndsIn(owner, brief, Duration.ofMinutes(30));
    assertThat(people.holder(endless.get("secret").asText()))
        .as("nobody is cut off without warning")
        .isPresent();
    JsonNode counts =
        owner
            .ask("{tenant{apiKeyCounts{inForce endingSoon withoutEnd}}}")
            .data()
            .at("/tenant/apiKeyCounts");
    assertThat(counts.get("endingSoon").asInt()).isEqualTo(2);
    assertThat(counts.get("withoutEnd").asInt()).as("the platform's own").isEqualTo(1);

    pass(made, Duration.ofHours(25));
    assertThat(people.holder(endless.get("secret").asText())).isEmpty();
  }

  @Test
  void aRotatedKeyEndsWithThePolicyHoweverLongTheOverlap() {
    TestTenants.Made made = tenants.make("policy-overlap");
    Graph owner = graph(made.key());
    JsonNode old = key(owner, "old", null);
    set(owner, "P1D", 1);

    JsonNode next =
        owner
            .ask(
                "mutation($i:RotateApiKeyInput!){made:rotateApiKey(input:$i){secret apiKey{id}}}",
                Map.of("i", Map.of("id", old.at("/apiKey/id").asText(), "overlap", "P30D")))
            .data()
            .get("made");

    for (JsonNode each : List.of(old, next)) {
      assertEndsIn(owner, each, Duration.ofDays(1));
    }
  }

  @Test
  void aPolicyThatIsLiftedGivesKeysTheEndsBackThatTheyWereMadeWith() {
    TestTenants.Made made = tenants.make("policy-lifted");
    Graph owner = graph(made.key());
    JsonNode endless = key(owner, "endless", null);
    JsonNode month = key(owner, "month", OffsetDateTime.now().plusDays(30));
    JsonNode rotated = key(owner, "rotated", null);
    set(owner, "P1D", 1);
    set(owner, "P1D", 2);
    owner
        .ask(
            "mutation($i:RotateApiKeyInput!){rotateApiKey(input:$i){secret}}",
            Map.of("i", Map.of("id", rotated.at("/apiKey/id").asText(), "overlap", "PT1H")))
        .data();

    set(owner, "P7D", 3);
    assertEndsIn(owner, endless, Duration.ofDays(7));
    assertEndsIn(owner, rotated, Duration.ofHours(1));
    set(owner, null, 4);

    assertThat(end(owner, endless)).isNull();
    assertEndsIn(owner, month, Duration.ofDays(30));
    assertEndsIn(owner, rotated, Duration.ofHours(1));
  }
}
