package io.keelson.api.graphql.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.member.Members;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Whoever made a service account's key may know its secret for ever: what it hands out is bounded
 * by what they hold now, while the account's own work goes on.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class LeftBehindIT {
  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject Members members;
  @Inject ApiKeys keys;
  @Inject Granting granting;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  /** An admin who made a key of an account of admins, and whoever can take their rights away. */
  private record Setting(
      TestTenants.Made made,
      Graph owner,
      Someone boss,
      Someone maker,
      String account,
      ApiKeys.Created known) {}

  private Setting setting(String slug) {
    TestTenants.Made made = tenants.make(slug);
    Graph owner = graph(made.key());
    String account =
        made(owner, "createServiceAccount(input:{name:\"ci\",grants:[{role:ADMIN}]})")
            .get("id")
            .asText();
    UUID accountId = GlobalId.decode("id", GraphTypes.SERVICE_ACCOUNT, account);
    Someone maker = people.join(made.tenant(), "maker", Grant.of(Role.ADMIN, null));
    Someone boss = people.join(made.tenant(), "boss", Grant.of(Role.OWNER, null));
    ApiKeys.Created known =
        people.inThread(
            () ->
                keys.create(
                    people.caller(maker),
                    new ApiKeys.NewApiKey("known", Set.of(), Set.of(), null, accountId)));
    return new Setting(made, owner, boss, maker, account, known);
  }

  private static JsonNode made(Graph caller, String mutation) {
    return caller.ask("mutation{made:" + mutation + "{id}}").data().get("made");
  }

  /**
   * Each way to hand out rights, or to take them from somebody, as the holder of the key has it.
   */
  private Map<String, Graph.Answer> ways(Setting there) {
    Graph knowing = graphOf(there);
    String other = GraphTypes.id(GraphTypes.MEMBER, there.boss().memberId());
    Map<String, String> mutations = new LinkedHashMap<>();
    mutations.put(
        "an invitation",
        "inviteMember(input:{email:\"maker@people.example\",grants:[{role:ADMIN}]})");
    mutations.put(
        "a member's grants",
        "setMemberGrants(input:{id:\"" + other + "\",expectedVersion:1,grants:[{role:OWNER}]})");
    mutations.put("a team", "createTeam(input:{name:\"t\",grants:[{role:ADMIN}]})");
    mutations.put("a role", "createRole(input:{name:\"r\",permissions:[RUN_READ]})");
    mutations.put(
        "another account", "createServiceAccount(input:{name:\"s\",grants:[{role:VIEWER}]})");
    mutations.put(
        "the account itself",
        "setServiceAccountGrants(input:{id:\""
            + there.account()
            + "\",expectedVersion:1,grants:[{role:VIEWER}]})");
    Map<String, Graph.Answer> answers = new LinkedHashMap<>();
    mutations.forEach(
        (what, mutation) -> answers.put(what, knowing.ask("mutation{made:" + mutation + "{id}}")));
    answers.put(
        "a key",
        knowing.ask(
            "mutation($a:ID!){createApiKey(input:{name:\"k\",serviceAccountId:$a}){secret}}",
            Map.of("a", there.account())));
    answers.put(
        "the key's successor",
        knowing.ask(
            "mutation($k:ID!){rotateApiKey(input:{id:$k}){secret}}",
            Map.of("k", GraphTypes.id(GraphTypes.API_KEY, there.known().apiKey().id()))));
    return answers;
  }

  private Graph graphOf(Setting there) {
    return graph(there.known().secret().value());
  }

  private void assertAllRefused(Setting there) {
    ways(there)
        .forEach(
            (what, answer) ->
                assertThat(answer.code()).as("%s: %s", what, answer.body()).hasValue("FORBIDDEN"));
  }

  private void assertWorkGoesOn(Setting there, String slug) {
    Graph knowing = graphOf(there);
    assertThat(made(knowing, "createProject(input:{slug:\"" + slug + "\",name:\"P\"})"))
        .isNotNull();
    assertThat(knowing.ask("{projects{edges{node{slug}}}}").data().toString()).contains(slug);
  }

  /** What an invitation or single sign-on that the key has promised may give now. */
  private Optional<Principal> promiser(Setting there) {
    return people.inThread(
        () ->
            database.transact(
                there.made().tenant().id(),
                tx -> granting.promiser(tx, null, there.known().apiKey().id())));
  }

  @Test
  void whoWasRemovedHandsOutNothingWithTheKeyOfAnAccount() {
    Setting there = setting("left-behind");
    assertThat(promiser(there).orElseThrow().may(Permission.MEMBER_WRITE, null)).isTrue();

    people.inThread(() -> members.remove(people.caller(there.boss()), there.maker().memberId(), 1));

    assertAllRefused(there);
    assertThat(promiser(there)).as("what was promised before is not kept").isEmpty();
    assertWorkGoesOn(there, "goes-on");
    assertThat(
            there
                .owner()
                .ask("{apiKeys(filter:LEFT_BEHIND){edges{node{name}}}}")
                .data()
                .findValuesAsText("name"))
        .as("what is to be rotated is listed")
        .containsExactly("known");
    there
        .owner()
        .ask(
            "mutation($k:ID!){rotateApiKey(input:{id:$k,overlap:\"PT0S\"}){secret}}",
            Map.of("k", GraphTypes.id(GraphTypes.API_KEY, there.known().apiKey().id())))
        .data();
    assertThat(
            there
                .owner()
                .ask("{apiKeys(filter:LEFT_BEHIND){edges{node{name}}}}")
                .data()
                .at("/apiKeys/edges"))
        .isEmpty();
  }

  @Test
  void whoWasDemotedHandsOutNoMoreThanTheyHoldWithTheKeyOfAnAccount() {
    Setting there = setting("demoted-behind");

    people.inThread(
        () ->
            members.setGrants(
                people.caller(there.boss()),
                there.maker().memberId(),
                1,
                List.of(Grant.of(Role.VIEWER, null))));

    assertAllRefused(there);
    assertThat(promiser(there).orElseThrow().may(Permission.MEMBER_WRITE, null))
        .as("what was promised before")
        .isFalse();
    assertWorkGoesOn(there, "goes-on-too");

    people.inThread(
        () ->
            members.setGrants(
                people.caller(there.boss()),
                there.maker().memberId(),
                2,
                List.of(Grant.of(Role.ADMIN, null))));
    assertThat(
            graphOf(there)
                .ask("mutation{createTeam(input:{name:\"t\",grants:[{role:ADMIN}]}){id}}")
                .code())
        .as("with the role comes back what the key hands out")
        .isEmpty();
  }
}
