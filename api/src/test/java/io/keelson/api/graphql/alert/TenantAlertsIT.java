package io.keelson.api.graphql.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.alert.rule.Alert;
import io.keelson.api.alert.rule.AlertLists;
import io.keelson.api.alert.rule.AlertRule;
import io.keelson.api.alert.rule.AlertStatus;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.StoredAlerts;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Alerts and rules of all projects: who sees which, page by page, by state. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class TenantAlertsIT {
  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;
  @Inject AlertLists lists;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private TestTenants.Made made;
  private Graph owner;

  private void begin(String slug) {
    made = tenants.make(slug);
    owner = new Graph("http://127.0.0.1:" + port, made.key());
  }

  private String project(String slug) {
    return owner
        .ask("mutation($s:String!){createProject(input:{slug:$s,name:$s}){id}}", Map.of("s", slug))
        .data()
        .at("/createProject/id")
        .asText();
  }

  private String rule(String project, String name, String kind) {
    return owner
        .ask(
            "mutation($p:ID!,$n:String!){createAlertRule(input:{projectId:$p,name:$n,kind:%s,threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}){id}}"
                .formatted(kind),
            Map.of("p", project, "n", name))
        .data()
        .at("/createAlertRule/id")
        .asText();
  }

  private void firing(String rule) {
    StoredAlerts.firing(endpoints, made.tenant().id(), rule);
  }

  private void over(String rule) {
    firing(rule);
    endpoints.transact(
        made.tenant().id(),
        tx ->
            tx.update(
                "UPDATE catalog.alert SET status = 'RESOLVED', ended_at = now() WHERE tenant_id = $1 AND rule_id = $2 AND ended_at IS NULL",
                tx.tenantId(),
                GlobalId.decode("id", GraphTypes.ALERT_RULE, rule)));
  }

  private List<String> named(String query) {
    List<String> names = new ArrayList<>();
    owner
        .ask(query)
        .data()
        .at("/alerts/edges")
        .forEach(edge -> names.add(edge.at("/node/rule/name").asText()));
    return names;
  }

  @Test
  void theyAreOfAllProjectsNewestFirstAndByState() {
    begin("alerts-all");
    String one = project("one");
    String two = project("two");
    String first = rule(one, "first", "JOB_FAILURE");
    String second = rule(two, "second", "JOB_FAILURE");
    over(first);
    firing(second);
    firing(first);

    JsonNode page =
        owner
            .ask(
                "{alerts(first:2){edges{node{status rule{name project{slug}}}} pageInfo{hasNextPage endCursor}} alertRules{edges{node{name project{slug}}}}}")
            .data();
    assertThat(page.at("/alerts/edges/0/node/rule/name").asText()).isEqualTo("first");
    assertThat(page.at("/alerts/edges/0/node/rule/project/slug").asText()).isEqualTo("one");
    assertThat(page.at("/alerts/edges/1/node/rule/project/slug").asText()).isEqualTo("two");
    assertThat(page.at("/alerts/pageInfo/hasNextPage").asBoolean()).isTrue();
    assertThat(page.at("/alertRules/edges")).hasSize(2);
    JsonNode rest =
        owner
            .ask(
                "query($a:String){alerts(first:2,after:$a){edges{node{status}} pageInfo{hasNextPage}}}",
                Map.of("a", page.at("/alerts/pageInfo/endCursor").asText()))
            .data();
    assertThat(rest.at("/alerts/edges")).hasSize(1);
    assertThat(rest.at("/alerts/edges/0/node/status").asText()).isEqualTo("RESOLVED");
    assertThat(rest.at("/alerts/pageInfo/hasNextPage").asBoolean()).isFalse();
    assertThat(named("{alerts(status:[FIRING,PENDING,NO_DATA]){edges{node{rule{name}}}}}"))
        .containsExactly("first", "second");
    assertThat(named("{alerts(status:[RESOLVED,OK]){edges{node{rule{name}}}}}"))
        .containsExactly("first");
    assertThat(named("{alerts(status:[FIRING,RESOLVED]){edges{node{rule{name}}}}}")).hasSize(3);
  }

  @Test
  void whoeverSeesOneProjectSeesItsAlertsAndOfThoseTheKindsThatTheyMayRead() {
    begin("alerts-mine");
    String mine = project("mine");
    String other = project("other");
    firing(rule(other, "theirs", "JOB_FAILURE"));
    firing(rule(mine, "tasks", "JOB_FAILURE"));
    firing(rule(mine, "money", "BUDGET"));
    UUID id = GlobalId.decode("id", GraphTypes.PROJECT, mine);
    Principal viewer =
        people
            .rights(people.join(made.tenant(), "alerts-viewer", Grant.of(Role.VIEWER, id)))
            .orElseThrow();
    boolean seesCosts = viewer.may(Permission.COST_READ, id);
    List<String> seen = seesCosts ? List.of("money", "tasks") : List.of("tasks");
    assertThat(people.inThread(() -> lists.rules(viewer, 10, null)))
        .extracting(AlertRule::name)
        .containsExactlyElementsOf(seen);
    List<Alert> alerts =
        people.inThread(() -> lists.alerts(viewer, Set.of(AlertStatus.FIRING), 10, null));
    assertThat(alerts).hasSameSizeAs(seen).extracting(Alert::projectId).containsOnly(id);
    UUID last = alerts.getLast().id();
    assertThat(people.inThread(() -> lists.alerts(viewer, Set.of(), 10, last))).isEmpty();
  }
}
