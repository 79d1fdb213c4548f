package io.keelson.api.graphql.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.role.CustomRoles;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What teams and custom roles give, and that nobody gives or takes more than they hold by them. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class TeamRightsIT {
  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject CustomRoles roles;
  @Inject ApiKeys keys;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private static String key(Graph owner, String... permissions) {
    return owner
        .ask(
            "mutation($i:CreateApiKeyInput!){createApiKey(input:$i){secret}}",
            Map.of("i", Map.of("name", "k", "permissions", List.of(permissions))))
        .data()
        .at("/createApiKey/secret")
        .asText();
  }

  private static JsonNode make(Graph caller, String type, String mutation, Map<String, ?> input) {
    return caller
        .ask(
            "mutation($i:%s!){made:%s(input:$i){id version}}".formatted(type, mutation),
            Map.of("i", input))
        .data()
        .get("made");
  }

  private static JsonNode role(Graph caller, String name, String... permissions) {
    return make(
        caller,
        "CreateRoleInput",
        "createRole",
        Map.of("name", name, "permissions", List.of(permissions)));
  }

  private static JsonNode team(Graph caller, String name, List<UUID> members, Object... grants) {
    return make(
        caller,
        "CreateTeamInput",
        "createTeam",
        Map.of(
            "name",
            name,
            "memberIds",
            members.stream().map(id -> GraphTypes.id(GraphTypes.MEMBER, id)).toList(),
            "grants",
            List.of(grants)));
  }

  private static Graph.Answer change(
      Graph caller, String type, String mutation, JsonNode thing, String field, Object value) {
    return caller.ask(
        "mutation($i:%s!){made:%s(input:$i){id version}}".formatted(type, mutation),
        Map.of(
            "i",
            Map.of(
                "id",
                thing.get("id").asText(),
                "expectedVersion",
                thing.get("version").asInt(),
                field,
                value)));
  }

  private static Graph.Answer delete(Graph caller, String mutation, JsonNode thing) {
    return caller.ask(
        "mutation($id:ID!,$v:Int!){%s(id:$id,expectedVersion:$v){id}}".formatted(mutation),
        Map.of("id", thing.get("id").asText(), "v", thing.get("version").asInt()));
  }

  @Test
  void aMemberHoldsWhatTheirTeamsHoldAndLosesItWithThem() {
    var made = tenants.make("team-rights");
    Graph owner = graph(made.key());
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"plans\",name:\"P\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    UUID projectId = GlobalId.decode("id", GraphTypes.PROJECT, project);
    Someone one = people.join(made.tenant(), "one");
    JsonNode labeller = role(owner, "Labeller", "DATASET_READ", "DATASET_WRITE");
    JsonNode team =
        team(
            owner,
            "Labels",
            List.of(one.memberId()),
            Map.of("customRoleId", labeller.get("id").asText(), "projectId", project),
            Map.of("role", "VIEWER"));

    Principal rights = people.rights(one).orElseThrow();
    assertThat(rights.may(Permission.DATASET_WRITE, projectId)).isTrue();
    assertThat(rights.may(Permission.DATASET_WRITE, null)).isFalse();
    assertThat(rights.may(Permission.RUN_READ, null)).isTrue();

    change(
            owner,
            "UpdateRoleInput",
            "updateRole",
            labeller,
            "permissions",
            List.of("DATASET_READ", "RUN_WRITE"))
        .data();
    rights = people.rights(one).orElseThrow();
    assertThat(rights.may(Permission.DATASET_WRITE, projectId)).isFalse();
    assertThat(rights.may(Permission.RUN_WRITE, projectId)).isTrue();

    JsonNode shown =
        owner
            .ask(
                "query($t:ID!){node(id:$t){... on Team{name grants{role projectId project{slug} customRole{name holders permissions}}"
                    + " members{edges{node{person{name} teams{name}}}} createdBy{kind label}}}}",
                Map.of("t", team.get("id").asText()))
            .data()
            .get("node");
    assertThat(shown.at("/grants").toString())
        .contains(
            "\"name\":\"Labeller\"", "\"holders\":1", "\"slug\":\"plans\"", "\"role\":\"VIEWER\"");
    assertThat(shown.at("/members/edges/0/node/teams/0/name").asText()).isEqualTo("Labels");

    change(owner, "SetTeamMembersInput", "setTeamMembers", team, "memberIds", List.of()).data();
    assertThat(people.rights(one).orElseThrow().mayAnywhere(Permission.RUN_READ)).isFalse();
  }

  @Test
  void aKeyDoesWhatItsPersonHoldsByTeamsAndRolesAndNoMoreThanThat() {
    var made = tenants.make("team-keys");
    Graph owner = graph(made.key());
    Someone one = people.join(made.tenant(), "one", Grant.of(Role.ADMIN, null));
    Set<Permission> wanted = EnumSet.of(Permission.DATASET_WRITE, Permission.RUN_READ);
    String secret =
        people.inThread(
            () ->
                keys.create(people.caller(one), new ApiKeys.NewApiKey("k", wanted, Set.of(), null))
                    .secret()
                    .value());
    JsonNode labeller = role(owner, "Labeller", "DATASET_READ", "DATASET_WRITE");
    JsonNode team =
        team(
            owner,
            "Labels",
            List.of(one.memberId()),
            Map.of("customRoleId", labeller.get("id").asText()));
    owner
        .ask(
            "mutation($m:ID!){setMemberGrants(input:{id:$m,expectedVersion:1,grants:[]}){id}}",
            Map.of("m", GraphTypes.id(GraphTypes.MEMBER, one.memberId())))
        .data();
    assertThat(people.holder(secret).orElseThrow().everywhere())
        .containsExactly(Permission.DATASET_WRITE);

    change(
            owner,
            "UpdateRoleInput",
            "updateRole",
            labeller,
            "permissions",
            List.of("DATASET_READ", "RUN_READ"))
        .data();
    assertThat(people.holder(secret).orElseThrow().everywhere())
        .containsExactly(Permission.RUN_READ);

    change(owner, "SetTeamMembersInput", "setTeamMembers", team, "memberIds", List.of()).data();
    assertThat(people.holder(secret).orElseThrow().everywhere()).isEmpty();
  }

  @Test
  void aKeyThatMayOnlyWriteMembersGetsNothingByTeamsOrRoles() {
    var made = tenants.make("team-escalation");
    Graph owner = graph(made.key());
    Graph writer = graph(key(owner, "MEMBER_WRITE"));
    Someone one = people.join(made.tenant(), "one");
    String member = GraphTypes.id(GraphTypes.MEMBER, one.memberId());
    JsonNode reader = role(owner, "Reader", "RUN_READ");
    JsonNode team =
        team(owner, "Readers", List.of(), Map.of("customRoleId", reader.get("id").asText()));
    Map<String, Graph.Answer> tries =
        Map.of(
            "a team of admins",
            writer.ask(
                "mutation($m:[ID!]){createTeam(input:{name:\"x\",memberIds:$m,grants:[{role:ADMIN}]}){id}}",
                Map.of("m", List.of(member))),
            "into a team that holds more",
            change(
                writer,
                "SetTeamMembersInput",
                "setTeamMembers",
                team,
                "memberIds",
                List.of(member)),
            "more for a team",
            change(
                writer,
                "SetTeamGrantsInput",
                "setTeamGrants",
                team,
                "grants",
                List.of(Map.of("role", "ADMIN"))),
            "less for a team",
            change(writer, "SetTeamGrantsInput", "setTeamGrants", team, "grants", List.of()),
            "no team any more",
            delete(writer, "deleteTeam", team),
            "a role that holds more",
            writer.ask("mutation{createRole(input:{name:\"x\",permissions:[TENANT_WRITE]}){id}}"),
            "more for a role",
            change(
                writer,
                "UpdateRoleInput",
                "updateRole",
                reader,
                "permissions",
                List.of("RUN_READ", "KEY_WRITE")),
            "less for a role",
            change(
                writer,
                "UpdateRoleInput",
                "updateRole",
                reader,
                "permissions",
                List.of("RUN_WRITE")),
            "a role to a member",
            writer.ask(
                "mutation($m:ID!,$r:ID!){setMemberGrants(input:{id:$m,expectedVersion:1,grants:[{customRoleId:$r}]}){id}}",
                Map.of("m", member, "r", reader.get("id").asText())));
    tries.forEach(
        (what, answer) ->
            assertThat(answer.code()).as("%s: %s", what, answer.body()).hasValue("FORBIDDEN"));
    assertThat(people.rights(one).orElseThrow().mayAnywhere(Permission.RUN_READ)).isFalse();
    assertThat(
            change(writer, "UpdateTeamInput", "updateTeam", team, "name", "Renamed")
                .data()
                .at("/made/version")
                .asInt())
        .as("a name is nobody's right")
        .isEqualTo(2);
  }

  @Test
  void whoHoldsSomethingInAProjectChangesRolesThatAreGrantedThereAlone() {
    var made = tenants.make("role-places");
    Graph owner = graph(made.key());
    UUID project =
        GlobalId.decode(
            "id",
            GraphTypes.PROJECT,
            owner
                .ask("mutation{createProject(input:{slug:\"here\",name:\"P\"}){id}}")
                .data()
                .at("/createProject/id")
                .asText());
    JsonNode role = role(owner, "Runner", "RUN_READ");
    UUID roleId = GlobalId.decode("id", GraphTypes.ROLE, role.get("id").asText());
    JsonNode hands = role(owner, "People", "MEMBER_WRITE", "MEMBER_READ");
    UUID handsId = GlobalId.decode("id", GraphTypes.ROLE, hands.get("id").asText());
    Someone editor =
        people.join(
            made.tenant(),
            "editor",
            Grant.ofCustom(handsId, null),
            Grant.of(Role.ENGINEER, project));
    people.join(made.tenant(), "holder", Grant.ofCustom(roleId, project));

    var wider =
        new CustomRoles.RoleUpdate(
            roleId, 1, null, null, EnumSet.of(Permission.RUN_READ, Permission.RUN_WRITE));
    assertThat(people.inThread(() -> roles.update(people.caller(editor), wider)).permissions())
        .contains(Permission.RUN_WRITE);

    people.join(made.tenant(), "another", Grant.ofCustom(roleId, null));
    var narrower =
        new CustomRoles.RoleUpdate(roleId, 2, null, null, EnumSet.of(Permission.RUN_READ));
    assertThatThrownBy(() -> people.inThread(() -> roles.update(people.caller(editor), narrower)))
        .hasRootCauseInstanceOf(Forbidden.class);
  }

  @Test
  void aRoleThatSingleSignOnGivesIsOneOfTheWholeTenantAndStays() {
    var made = tenants.make("role-mapped");
    Graph owner = graph(made.key());
    UUID project =
        GlobalId.decode(
            "id",
            GraphTypes.PROJECT,
            owner
                .ask("mutation{createProject(input:{slug:\"here\",name:\"P\"}){id}}")
                .data()
                .at("/createProject/id")
                .asText());
    JsonNode role = role(owner, "Signed on", "RUN_READ");
    UUID roleId = GlobalId.decode("id", GraphTypes.ROLE, role.get("id").asText());
    JsonNode hands = role(owner, "People", "MEMBER_WRITE", "MEMBER_READ");
    UUID handsId = GlobalId.decode("id", GraphTypes.ROLE, hands.get("id").asText());
    Someone editor =
        people.join(
            made.tenant(),
            "editor",
            Grant.ofCustom(handsId, null),
            Grant.of(Role.ENGINEER, project));
    Someone holder = people.join(made.tenant(), "holder", Grant.ofCustom(roleId, project));
    JsonNode provider =
        make(
            owner,
            "SetSignOnProviderInput",
            "setSignOnProvider",
            Map.of(
                "issuer",
                "https://1.1.1.1",
                "clientId",
                "c",
                "clientSecret",
                "s",
                "customRoleId",
                role.get("id").asText()));

    var wider =
        new CustomRoles.RoleUpdate(
            roleId, 1, null, null, EnumSet.of(Permission.RUN_READ, Permission.RUN_WRITE));
    assertThatThrownBy(() -> people.inThread(() -> roles.update(people.caller(editor), wider)))
        .hasRootCauseInstanceOf(Forbidden.class);

    owner
        .ask(
            "mutation($m:ID!){setMemberGrants(input:{id:$m,expectedVersion:1,grants:[]}){id}}",
            Map.of("m", GraphTypes.id(GraphTypes.MEMBER, holder.memberId())))
        .data();
    Graph.Answer refused = delete(owner, "deleteRole", role);
    assertThat(refused.code()).hasValue("CONFLICT");
    assertThat(refused.message()).contains("single sign-on");
    delete(owner, "removeSignOnProvider", provider).data();
    assertThat(delete(owner, "deleteRole", role).code()).isEmpty();
  }

  @Test
  void noRoleIsCalledAsABuiltInOneIs() {
    Graph owner = graph(tenants.make("role-names").key());
    JsonNode role = role(owner, "Reader", "RUN_READ");
    for (String name : List.of("Viewer", "OWNER", "engineer")) {
      Graph.Answer made =
          owner.ask(
              "mutation($n:String!){createRole(input:{name:$n,permissions:[RUN_READ]}){id}}",
              Map.of("n", name));
      Graph.Answer renamed = change(owner, "UpdateRoleInput", "updateRole", role, "name", name);
      for (Graph.Answer refused : List.of(made, renamed)) {
        assertThat(refused.code()).as("%s: %s", name, refused.body()).hasValue("VALIDATION");
        assertThat(refused.field()).isEqualTo("input.name");
      }
    }
  }

  @Test
  void whatIsHeldIsNotRemovedNamesAreTakenOnceAndTeamsOwnNothing() {
    var made = tenants.make("team-rules");
    Graph owner = graph(made.key());
    JsonNode role = role(owner, "Held", "RUN_READ");
    JsonNode team = team(owner, "Team", List.of(), Map.of("customRoleId", role.get("id").asText()));

    assertThat(delete(owner, "deleteRole", role).code()).hasValue("CONFLICT");
    Graph.Answer taken = owner.ask("mutation{createTeam(input:{name:\"TEAM\"}){id}}");
    assertThat(taken.code()).hasValue("CONFLICT");
    assertThat(taken.message()).contains("TEAM");
    Graph.Answer owners =
        owner.ask("mutation{createTeam(input:{name:\"Owners\",grants:[{role:OWNER}]}){id}}");
    assertThat(owners.code()).hasValue("VALIDATION");
    assertThat(owners.field()).isEqualTo("input.grants");
    Graph.Answer both =
        owner.ask(
            "mutation($r:ID){createTeam(input:{name:\"Both\",grants:[{role:VIEWER,customRoleId:$r}]}){id}}",
            Map.of("r", role.get("id").asText()));
    assertThat(both.field()).isEqualTo("input.grants.role");
    change(owner, "SetTeamGrantsInput", "setTeamGrants", team, "grants", List.of()).data();
    assertThat(delete(owner, "deleteTeam", team).code())
        .as("its version is another")
        .hasValue("CONFLICT");
    assertThat(delete(owner, "deleteRole", role).code()).isEmpty();
  }

  @Test
  void ofSixtyFourTeamsOfOneNameAtOnceOneIsMade() throws Exception {
    Graph owner = graph(tenants.make("team-names").key());
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        answers.add(
            threads.submit(
                () ->
                    owner
                        .ask("mutation{createTeam(input:{name:\"Same\"}){id}}")
                        .code()
                        .orElse("made")));
      }
    }
    List<String> codes = new ArrayList<>();
    for (Future<String> answer : answers) {
      codes.add(answer.get());
    }
    assertThat(codes).containsOnlyOnce("made");
    assertThat(Set.copyOf(codes)).isEqualTo(Set.of("made", "CONFLICT"));
  }
}
