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
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.tenant.Tenant;
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
      "mutation($i:RotateApiKeyInput!){made:rotateApiKey(input:$i){secret apiKey{id name expiresAt serviceAccount{id name}}}}";

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject Members members;
  @Inject ApiKeys keys;
  @Inject TenantDatabase database;

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
  void aKeyThatAnAccountsKeyMadeDoesNoMoreThanTheAccountMayNow() {
    var made = tenants.make("account-child");
    Graph owner = graph(made.key());
    String account = account(owner, "ci", Map.of("role", "ADMIN"));
    Someone maker = people.join(made.tenant(), "maker", Grant.of(Role.ADMIN, null));
    UUID id = GlobalId.decode("id", GraphTypes.SERVICE_ACCOUNT, account);
    String ofAccount =
        people.inThread(
            () ->
                keys.create(
                        people.caller(maker),
                        new ApiKeys.NewApiKey("a", Set.of(), Set.of(), null, id))
                    .secret()
                    .value());
    String child =
        key(
                graph(ofAccount),
                Map.of("name", "child", "permissions", List.of("KEY_WRITE", "RUN_READ")))
            .get("secret")
            .asText();
    people.inThread(
        () ->
            members.setGrants(
                people.caller(people.join(made.tenant(), "boss", Grant.of(Role.OWNER, null))),
                maker.memberId(),
                1,
                List.of()));
    assertThat(people.holder(child).orElseThrow().everywhere())
        .as("the account holds what whoever made its key does not any more")
        .containsExactlyInAnyOrder(Permission.KEY_WRITE, Permission.RUN_READ);

    owner
        .ask(
            "mutation($a:ID!){setServiceAccountGrants(input:{id:$a,expectedVersion:1,grants:[{role:VIEWER}]}){version}}",
            Map.of("a", account))
        .data();
    assertThat(people.holder(child).orElseThrow().everywhere())
        .containsExactly(Permission.RUN_READ);
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
  void whoHasLeftMakesNoKeyWithTheSecretOfAnAccountsKey() {
    TestTenants.Made made = tenants.make("account-leavers-secret");
    Graph owner = graph(made.key());
    String account = account(owner, "ci", Map.of("role", "ADMIN"));
    UUID id = GlobalId.decode("id", GraphTypes.SERVICE_ACCOUNT, account);
    Someone maker = people.join(made.tenant(), "maker", Grant.of(Role.ADMIN, null));
    ApiKeys.Created known =
        people.inThread(
            () ->
                keys.create(
                    people.caller(maker),
                    new ApiKeys.NewApiKey("known", Set.of(), Set.of(), null, id)));
    Graph knowing = graph(known.secret().value());
    Map<String, ?> child = Map.of("name", "child", "permissions", List.of("RUN_READ"));
    key(knowing, child);
    assertThat(namesOfKeys(owner, account))
        .as("what was made with a key of the account is listed beside it")
        .containsExactly("known", "child");

    String keyId = GraphTypes.id(GraphTypes.API_KEY, known.apiKey().id());
    lose(made.tenant().id(), maker);
    assertThat(knowing.ask(KEY, Map.of("i", child)).code())
        .as("their identity provider does not know them any more")
        .hasValue("FORBIDDEN");

    Someone boss = people.join(made.tenant(), "boss", Grant.of(Role.OWNER, null));
    people.inThread(() -> members.remove(people.caller(boss), maker.memberId(), 1));

    for (Graph.Answer answer :
        List.of(
            knowing.ask(KEY, Map.of("i", child)),
            knowing.ask(KEY, Map.of("i", Map.of("name", "own", "serviceAccountId", account))),
            knowing.ask(ROTATE, Map.of("i", Map.of("id", keyId))))) {
      assertThat(answer.code()).as("%s", answer.body()).hasValue("FORBIDDEN");
    }
    assertThat(knowing.ask("{tenant{name}}").code()).as("the account itself stays").isEmpty();
    assertThat(owner.ask(ROTATE, Map.of("i", Map.of("id", keyId))).code())
        .as("a member replaces it")
        .isEmpty();
  }

  private void lose(UUID tenantId, Someone who) {
    database.transact(
        tenantId,
        tx ->
            tx.update(
                "UPDATE tenancy.member SET lost_at = now() WHERE tenant_id = $1 AND id = $2",
                tenantId,
                who.memberId()));
  }

  private static List<String> namesOfKeys(Graph caller, String account) {
    return caller
        .ask("query($i:ID!){node(id:$i){... on ServiceAccount{keys{name}}}}", Map.of("i", account))
        .data()
        .findValuesAsText("name");
  }

  @Test
  void theKeysOfAnAccountThatCountComeBeforeNewerOnesThatHaveEnded() {
    Graph owner = graph(tenants.make("account-ended-keys").key());
    String account = account(owner, "ci");
    key(owner, Map.of("name", "first", "serviceAccountId", account));
    for (int i = 0; i < 21; i++) {
      String id =
          key(owner, Map.of("name", "ended-" + i, "serviceAccountId", account))
              .at("/apiKey/id")
              .asText();
      owner.ask("mutation($i:ID!){revokeApiKey(id:$i){id}}", Map.of("i", id)).data();
    }
    key(owner, Map.of("name", "second", "serviceAccountId", account));

    assertThat(namesOfKeys(owner, account))
        .hasSize(20)
        .startsWith("second", "first", "ended-20", "ended-19");
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
  void whoMayWriteKeysAndSeesNoMembersGetsTheSecretOfAnAccountsKey() {
    Graph owner = graph(tenants.make("account-rotation").key());
    String account = account(owner, "ci");
    String old =
        key(owner, Map.of("name", "k", "serviceAccountId", account)).at("/apiKey/id").asText();
    Graph writer =
        graph(
            key(owner, Map.of("name", "writer", "permissions", List.of("KEY_WRITE")))
                .get("secret")
                .asText());

    Graph.Answer rotated = writer.ask(ROTATE, Map.of("i", Map.of("id", old)));

    assertThat(rotated.code()).as("%s", rotated.body()).isEmpty();
    JsonNode made = rotated.data().get("made");
    assertThat(people.holder(made.get("secret").asText())).isPresent();
    assertThat(made.at("/apiKey/serviceAccount/id").asText()).isEqualTo(account);
    assertThat(made.at("/apiKey/serviceAccount/name").asText()).isEqualTo("ci");
    assertThat(
            writer
                .ask(
                    "query($i:ID!){node(id:$i){... on ServiceAccount{name}}}", Map.of("i", account))
                .data()
                .path("node")
                .isNull())
        .as("and nothing else of the account")
        .isTrue();
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
        owner
            .ask("{apiKeys(first:100){edges{node{id expiresAt}}}}")
            .data()
            .get("apiKeys")
            .findParents("id")
            .stream()
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
  void aKeyEndsWithTheAccountBehindItAlsoWhenTheKeyBetweenThemIsForgotten() {
    TestTenants.Made made = tenants.make("account-forgotten");
    Graph owner = graph(made.key());
    String account = account(owner, "ci", Map.of("role", "ADMIN"));
    String child =
        key(
                graph(keyOf(owner, account)),
                Map.of("name", "child", "permissions", List.of("KEY_WRITE", "RUN_READ")))
            .get("secret")
            .asText();
    String grandchild =
        key(graph(child), Map.of("name", "grandchild", "permissions", List.of("RUN_READ")))
            .get("secret")
            .asText();
    forget(made.tenant(), "child");

    owner
        .ask(
            "mutation($a:ID!){deleteServiceAccount(id:$a,expectedVersion:1){name}}",
            Map.of("a", account))
        .data();

    assertThat(people.holder(grandchild)).isEmpty();
  }

  /** No key has its id any more, as when its row is removed some time after its end. */
  private void forget(Tenant tenant, String name) {
    people.inThread(
        () ->
            database.transact(
                tenant.id(),
                tx ->
                    tx.update(
                        "UPDATE tenancy.api_key SET id = $3 WHERE tenant_id = $1 AND name = $2",
                        tx.tenantId(),
                        name,
                        Ids.next())));
  }

  @Test
  void anAccountHasTwentyKeysThatCount() {
    Graph owner = graph(tenants.make("account-many-ended-keys").key());
    String account = account(owner, "ci");
    for (int i = 0; i < 19; i++) {
      keyOf(owner, account);
    }
    String last =
        key(owner, Map.of("name", "last", "serviceAccountId", account)).at("/apiKey/id").asText();
    assertThat(owner.ask(KEY, Map.of("i", Map.of("name", "k", "serviceAccountId", account))).code())
        .hasValue("QUOTA_EXCEEDED");
    assertThat(owner.ask(ROTATE, Map.of("i", Map.of("id", last, "overlap", "PT1H"))).code())
        .as("both would count")
        .hasValue("QUOTA_EXCEEDED");
    Graph.Answer atOnce = owner.ask(ROTATE, Map.of("i", Map.of("id", last, "overlap", "PT0S")));
    assertThat(atOnce.code()).as("one ends as the other begins: %s", atOnce.body()).isEmpty();
    JsonNode shown =
        owner
            .ask("{tenant{serviceAccounts{edges{node{name keys{id createdBy{kind}}}}}}}")
            .data()
            .at("/tenant/serviceAccounts/edges/0/node");
    assertThat(shown.get("keys")).hasSize(20);
  }
}
