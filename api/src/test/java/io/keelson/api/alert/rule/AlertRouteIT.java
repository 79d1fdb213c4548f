package io.keelson.api.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The people and teams whom a rule names beside its author. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class AlertRouteIT {
  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void membersAndThoseOfTeamsAreToldWhileTheyAreThereAndMayRead() {
    TestTenants.Made made = tenants.make("alert-route");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"ops\",name:\"Ops\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    var ada = people.join(made.tenant(), "route-ada", Grant.of(Role.VIEWER, null));
    var bob = people.join(made.tenant(), "route-bob", Grant.of(Role.VIEWER, null));
    var outsider = people.join(made.tenant(), "route-outsider");
    UUID team = team(made.tenant().id(), List.of(bob.memberId(), outsider.memberId()));

    assertThat(create(owner, project, "none", List.of(outsider.memberId()), List.of()).field())
        .isEqualTo("input.memberIds");
    assertThat(create(owner, project, "none", List.of(Ids.next()), List.of()).code())
        .hasValue("NOT_FOUND");
    assertThat(create(owner, project, "none", List.of(), List.of(Ids.next())).code())
        .hasValue("NOT_FOUND");

    JsonNode rule =
        create(owner, project, "failures", List.of(ada.memberId()), List.of(team))
            .data()
            .path("createAlertRule");
    assertThat(rule.at("/memberIds/0").asText())
        .isEqualTo(GraphTypes.id(GraphTypes.MEMBER, ada.memberId()));
    assertThat(rule.at("/teamIds")).hasSize(1);
    UUID ruleId = GlobalId.decode("r", GraphTypes.ALERT_RULE, rule.path("id").asText());
    assertThat(told(made.tenant().id(), ruleId))
        .as("but not who may not read what it is about")
        .containsExactlyInAnyOrder(ada.personId().toString(), bob.personId().toString());

    endpoints.transact(
        made.tenant().id(),
        tx -> {
          tx.update(
              "DELETE FROM tenancy.team WHERE tenant_id = $1 AND id = $2", tx.tenantId(), team);
          return null;
        });
    assertThat(told(made.tenant().id(), ruleId)).containsExactly(ada.personId().toString());
    Graph.Answer after =
        owner.ask(
            "query($r:ID!){node(id:$r){... on AlertRule{version memberIds teamIds}}}",
            Map.of("r", rule.path("id").asText()));
    assertThat(after.data().at("/node/teamIds")).isEmpty();
  }

  @Test
  void whoMayNotSeeAnAlertIsNotNamedAndWhoLosesThatKeepsNobodyFromChangingTheRule() {
    TestTenants.Made made = tenants.make("alert-readers");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"ops\",name:\"Ops\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    var payer = people.join(made.tenant(), "route-payer", Grant.of(Role.BILLING, null));
    var ada = people.join(made.tenant(), "route-leaving", Grant.of(Role.VIEWER, null));
    assertThat(
            create(owner, project, "spent", "BUDGET", List.of(payer.memberId()), List.of()).field())
        .as("costs are theirs to read, alerts are not")
        .isEqualTo("input.memberIds");

    JsonNode rule =
        create(owner, project, "failures", List.of(ada.memberId()), List.of())
            .data()
            .path("createAlertRule");
    endpoints.transact(
        made.tenant().id(),
        tx ->
            tx.update(
                "DELETE FROM tenancy.role_grant WHERE tenant_id = $1 AND member_id = $2",
                tx.tenantId(),
                ada.memberId()));
    Graph.Answer updated =
        owner.ask(
            """
            mutation($r:ID!,$m:[ID!]){updateAlertRule(input:{id:$r,expectedVersion:1,name:"failures",threshold:2,
              window:"PT5M",lasting:"PT0S",severity:WARNING,memberIds:$m}){threshold memberIds}}\
            """,
            Map.of(
                "r",
                rule.path("id").asText(),
                "m",
                List.of(GraphTypes.id(GraphTypes.MEMBER, ada.memberId()))));
    assertThat(updated.data().at("/updateAlertRule/threshold").asDouble()).isEqualTo(2);
    UUID ruleId = GlobalId.decode("r", GraphTypes.ALERT_RULE, rule.path("id").asText());
    assertThat(told(made.tenant().id(), ruleId)).isEmpty();
  }

  private Graph.Answer create(
      Graph owner, String project, String name, List<UUID> members, List<UUID> teams) {
    return create(owner, project, name, "JOB_FAILURE", members, teams);
  }

  private Graph.Answer create(
      Graph owner, String project, String name, String kind, List<UUID> members, List<UUID> teams) {
    return owner.ask(
        "mutation($p:ID!,$m:[ID!],$t:[ID!]){createAlertRule(input:{projectId:$p,name:\""
            + name
            + "\",kind:"
            + kind
            + ",threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING,memberIds:$m,teamIds:$t}){id memberIds teamIds}}",
        Map.of(
            "p",
            project,
            "m",
            members.stream().map(id -> GraphTypes.id(GraphTypes.MEMBER, id)).toList(),
            "t",
            teams.stream().map(id -> GraphTypes.id(GraphTypes.TEAM, id)).toList()));
  }

  private UUID team(UUID tenantId, List<UUID> members) {
    UUID team = Ids.next();
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO tenancy.team (tenant_id, id, name, created_by, created_by_kind, created_at)
              VALUES ($1, $2, 'crew', 'me', 'PERSON', now())
              """,
              tenantId,
              team);
          for (UUID member : members) {
            tx.update(
                "INSERT INTO tenancy.team_member VALUES ($1, $2, $3)", tenantId, team, member);
          }
          return null;
        });
    return team;
  }

  private List<String> told(UUID tenantId, UUID ruleId) {
    return endpoints.transact(tenantId, tx -> AlertPeople.of(tx, AlertRuleRows.lock(tx, ruleId)));
  }
}
