package io.keelson.api.graphql.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.member.Members;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Keys that belong to a program, how they are replaced, and how long any key may live. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class ServiceAccountIT {
  private static final String KEY =
      "mutation($i:CreateApiKeyInput!){made:createApiKey(input:$i){secret apiKey{id expiresAt permissions serviceAccount{name}}}}";
  private static final String ROTATE =
      "mutation($i:RotateApiKeyInput!){made:rotateApiKey(input:$i){secret apiKey{id name expiresAt}}}";

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject Members members;
  @Inject ApiKeys keys;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private static String account(Graph caller, String name, Object... grants) {
    return caller
        .ask(
            "mutation($i:CreateServiceAccountInput!){createServiceAccount(input:$i){id}}",
            Map.of("i", Map.of("name", name, "grants", List.of(grants))))
        .data()
        .at("/createServiceAccount/id")
        .asText();
  }

  private static JsonNode key(Graph caller, Map<String, ?> input) {
    return caller.ask(KEY, Map.of("i", input)).data().get("made");
  }

  private static String keyOf(Graph caller, String account) {
    return key(caller, Map.of("name", "k", "serviceAccountId", account)).get("secret").asText();
  }

  @Test
  void aKeyOfAnAccountMayDoWhatTheAccountHoldsAtEachCall() {
    Graph owner = graph(tenants.make("account-rights").key());
    String account = account(owner, "ci", Map.of("role", "VIEWER"));
    JsonNode made = key(owner, Map.of("name", "k", "serviceAccountId", account));
    String secret = made.get("secret").asText();
    assertThat(made.at("/apiKey/serviceAccount/name").asText()).isEqualTo("ci");
    assertThat(made.at("/apiKey/permissions")).isEmpty();

    Principal before = people.holder(secret).orElseThrow();
    assertThat(before.kind()).isEqualTo(Principal.Kind.SERVICE_ACCOUNT);
    assertThat(before.may(Permission.RUN_WRITE, null)).isFalse();
    owner
        .ask(
            "mutation($a:ID!){setServiceAccountGrants(input:{id:$a,expectedVersion:1,grants:[{role:ENGINEER}]}){version}}",
            Map.of("a", account))
        .data();
    assertThat(people.holder(secret).orElseThrow().may(Permission.RUN_WRITE, null)).isTrue();

    graph(secret).ask("mutation{createProject(input:{slug:\"by-ci\",name:\"P\"}){id}}").data();
    JsonNode entry =
        owner
            .ask(
                "{auditLog(period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"},first:1){edges{node{action by{kind id label}}}}}")
            .data()
            .at("/auditLog/edges/0/node");
    assertThat(entry.at("/action").asText()).isEqualTo("createProject");
    assertThat(entry.at("/by/kind").asText()).isEqualTo("SERVICE_ACCOUNT");
    assertThat(entry.at("/by/id").asText()).isEqualTo(account);
    assertThat(entry.at("/by/label").asText()).isEqualTo("account:ci");
  }

  @Test
  void keysOfAnAccountOutliveWhoMadeThemAndItIsTheyWhoStandBehindThem() {
    var made = tenants.make("account-leaver");
    Graph owner = graph(made.key());
    UUID account =
        GlobalId.decode(
            "id", GraphTypes.SERVICE_ACCOUNT, account(owner, "ci", Map.of("role", "VIEWER")));
    Someone maker = people.join(made.tenant(), "maker", Grant.of(Role.ADMIN, null));
    String ofAccount =
        people.inThread(
            () ->
                keys.create(
                        people.caller(maker),
                        new ApiKeys.NewApiKey("a", Set.of(), Set.of(), null, account))
                    .secret()
                    .value());
    String ofTheirOwn =
        people.inThread(
            () ->
                keys.create(
                        people.caller(maker),
                        new ApiKeys.NewApiKey("b", EnumSet.of(Permission.RUN_READ), Set.of(), null))
                    .secret()
                    .value());
    Someone another = people.join(made.tenant(), "another", Grant.of(Role.OWNER, null));
    people.inThread(() -> members.remove(people.caller(another), maker.memberId(), 1));

    assertThat(people.holder(ofTheirOwn)).isEmpty();
    Principal holder = people.holder(ofAccount).orElseThrow();
    assertThat(holder.person().id()).isEqualTo(maker.personId());
    assertThat(holder.person().label()).isNotNull();
  }

  @Test
  void whoMayOnlyWriteKeysGetsNoSecretThatCanDoMore() {
    Graph owner = graph(tenants.make("account-escalation").key());
    String account = account(owner, "strong", Map.of("role", "ADMIN"));
    JsonNode strong = key(owner, Map.of("name", "strong", "permissions", List.of("TENANT_WRITE")));
    JsonNode ofAccount = key(owner, Map.of("name", "k", "serviceAccountId", account));
    Graph writer =
        graph(
            key(
                    owner,
                    Map.of("name", "writer", "permissions", List.of("KEY_WRITE", "MEMBER_WRITE")))
                .get("secret")
                .asText());
    Map<String, Graph.Answer> tries =
        Map.of(
            "a key of a strong account",
            writer.ask(KEY, Map.of("i", Map.of("name", "x", "serviceAccountId", account))),
            "the successor of a strong key",
            writer.ask(ROTATE, Map.of("i", Map.of("id", strong.at("/apiKey/id").asText()))),
            "the successor of a strong account's key",
            writer.ask(ROTATE, Map.of("i", Map.of("id", ofAccount.at("/apiKey/id").asText()))),
            "an account of admins",
            writer.ask(
                "mutation{createServiceAccount(input:{name:\"x\",grants:[{role:ADMIN}]}){id}}"),
            "more for an account",
            writer.ask(
                "mutation($a:ID!){setServiceAccountGrants(input:{id:$a,expectedVersion:1,grants:[]}){id}}",
                Map.of("a", account)),
            "no account any more",
            writer.ask(
                "mutation($a:ID!){deleteServiceAccount(id:$a,expectedVersion:1){id}}",
                Map.of("a", account)));
    tries.forEach(
        (what, answer) ->
            assertThat(answer.code()).as("%s: %s", what, answer.body()).hasValue("FORBIDDEN"));
    Graph.Answer owners =
        owner.ask("mutation{createServiceAccount(input:{name:\"o\",grants:[{role:OWNER}]}){id}}");
    assertThat(owners.field()).isEqualTo("input.grants");
    Graph.Answer both =
        owner.ask(
            KEY,
            Map.of(
                "i",
                Map.of(
                    "name", "x", "serviceAccountId", account, "permissions", List.of("RUN_READ"))));
    assertThat(both.field()).isEqualTo("input.permissions");
  }

  @Test
  void aRotatedKeyCountsUntilTheOverlapIsOver() {
    Graph owner = graph(tenants.make("rotation").key());
    JsonNode old = key(owner, Map.of("name", "ci", "permissions", List.of("RUN_READ")));
    JsonNode next =
        owner
            .ask(
                ROTATE, Map.of("i", Map.of("id", old.at("/apiKey/id").asText(), "overlap", "PT1H")))
            .data()
            .get("made");
    assertThat(next.at("/apiKey/name").asText()).isEqualTo("ci");
    assertThat(next.at("/apiKey/expiresAt").isNull()).isTrue();
    for (JsonNode one : List.of(old, next)) {
      assertThat(people.holder(one.get("secret").asText()).orElseThrow().everywhere())
          .containsExactly(Permission.RUN_READ);
    }
    String end =
        owner.ask("{apiKeys{id expiresAt}}").data().get("apiKeys").findParents("id").stream()
            .filter(one -> one.get("id").equals(old.at("/apiKey/id")))
            .findFirst()
            .orElseThrow()
            .get("expiresAt")
            .asText();
    assertThat(Duration.between(OffsetDateTime.now(), OffsetDateTime.parse(end)))
        .isBetween(Duration.ofMinutes(58), Duration.ofMinutes(61));

    JsonNode atOnce =
        owner
            .ask(
                ROTATE,
                Map.of("i", Map.of("id", next.at("/apiKey/id").asText(), "overlap", "PT0S")))
            .data()
            .get("made");
    assertThat(people.holder(next.get("secret").asText())).isEmpty();
    assertThat(people.holder(atOnce.get("secret").asText())).isPresent();
    assertThat(owner.ask(ROTATE, Map.of("i", Map.of("id", next.at("/apiKey/id").asText()))).code())
        .as("a key that has ended")
        .hasValue("CONFLICT");
    assertThat(
            owner
                .ask(
                    ROTATE,
                    Map.of("i", Map.of("id", atOnce.at("/apiKey/id").asText(), "overlap", "P31D")))
                .field())
        .isEqualTo("input.overlap");
  }

  @Test
  void aKeyThatRotatesItselfLeavesOneThatLives() {
    Graph owner = graph(tenants.make("rotation-own").key());
    JsonNode own =
        key(owner, Map.of("name", "ci", "permissions", List.of("KEY_WRITE", "RUN_READ")));

    JsonNode next =
        graph(own.get("secret").asText())
            .ask(
                ROTATE, Map.of("i", Map.of("id", own.at("/apiKey/id").asText(), "overlap", "PT0S")))
            .data()
            .get("made");

    assertThat(next.at("/apiKey/expiresAt").isNull()).as("as the one before it").isTrue();
    assertThat(graph(next.get("secret").asText()).ask("{tenant{name}}").code()).isEmpty();
  }

  @Test
  void noNewKeyLivesLongerThanThePolicySays() {
    Graph owner = graph(tenants.make("key-policy").key());
    JsonNode old = key(owner, Map.of("name", "old", "permissions", List.of("RUN_READ")));
    JsonNode tenant =
        owner
            .ask(
                "mutation{setKeyPolicy(input:{maxLife:\"P30D\",unusedAfter:\"P10D\",expectedVersion:1}){version keyPolicy{maxLife unusedAfter}}}")
            .data()
            .get("setKeyPolicy");
    assertThat(tenant.at("/version").asInt()).isEqualTo(2);
    assertThat(Duration.parse(tenant.at("/keyPolicy/maxLife").asText()))
        .isEqualTo(Duration.ofDays(30));

    for (OffsetDateTime end : new OffsetDateTime[] {null, OffsetDateTime.now().plusDays(31)}) {
      Map<String, Object> input = new HashMap<>();
      input.put("name", "k");
      input.put("permissions", List.of("RUN_READ"));
      input.put("expiresAt", end == null ? null : end.toString());
      assertThat(owner.ask(KEY, Map.of("i", input)).field()).isEqualTo("input.expiresAt");
    }
    JsonNode next =
        owner
            .ask(ROTATE, Map.of("i", Map.of("id", old.at("/apiKey/id").asText())))
            .data()
            .get("made");
    assertThat(
            Duration.between(
                OffsetDateTime.now(), OffsetDateTime.parse(next.at("/apiKey/expiresAt").asText())))
        .isLessThan(Duration.ofDays(30).plusMinutes(1));
    assertThat(
            owner
                .ask(
                    "mutation{setKeyPolicy(input:{maxLife:\"PT1M\",unusedAfter:\"P10D\",expectedVersion:2}){id}}")
                .field())
        .isEqualTo("input.maxLife");
    assertThat(
            owner
                .ask("mutation{setKeyPolicy(input:{unusedAfter:\"P10D\",expectedVersion:1}){id}}")
                .code())
        .hasValue("CONFLICT");
  }

  @Test
  void theKeysOfARemovedAccountAndThoseMadeWithThemEnd() {
    Graph owner = graph(tenants.make("account-removal").key());
    String account = account(owner, "ci", Map.of("role", "ADMIN"));
    String secret = keyOf(owner, account);
    String child =
        key(graph(secret), Map.of("name", "child", "permissions", List.of("KEY_WRITE", "RUN_READ")))
            .get("secret")
            .asText();
    String grandchild =
        key(graph(child), Map.of("name", "grandchild", "permissions", List.of("RUN_READ")))
            .get("secret")
            .asText();
    owner
        .ask(
            "mutation($a:ID!){deleteServiceAccount(id:$a,expectedVersion:1){name}}",
            Map.of("a", account))
        .data();
    for (String each : List.of(secret, child, grandchild)) {
      assertThat(people.holder(each)).isEmpty();
    }
  }

  @Test
  void anAccountHasTwentyKeysThatCount() {
    Graph owner = graph(tenants.make("account-keys").key());
    String account = account(owner, "ci");
    for (int i = 0; i < 20; i++) {
      keyOf(owner, account);
    }
    assertThat(owner.ask(KEY, Map.of("i", Map.of("name", "k", "serviceAccountId", account))).code())
        .hasValue("QUOTA_EXCEEDED");
    JsonNode shown =
        owner
            .ask("{tenant{serviceAccounts{edges{node{name keys{id createdBy{kind}}}}}}}")
            .data()
            .at("/tenant/serviceAccounts/edges/0/node");
    assertThat(shown.get("keys")).hasSize(20);
  }
}
