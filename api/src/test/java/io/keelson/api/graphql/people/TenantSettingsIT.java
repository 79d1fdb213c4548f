package io.keelson.api.graphql.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What an organisation is called, and the plan that it is on. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class TenantSettingsIT {
  private static final String RENAME =
      "mutation($n:String!,$v:Int!){updateTenant(input:{name:$n,expectedVersion:$v}){name slug version}}";
  private static final String MOVE =
      "mutation($i:SetTenantPlanInput!){setTenantPlan(input:$i){plan planSince version quotas{name limit used source}}}";
  private static final String LOG =
      "{auditLog(period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"},first:50){edges{node{action actor detail}}}}";

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String credential) {
    return new Graph("http://127.0.0.1:" + port, credential);
  }

  private Graph operator() throws Exception {
    ServerAddresses keycloak = TestServers.shared().keycloak();
    return graph(
        SignIn.byPassword(keycloak.issuer(), "operator", keycloak.demoPassword()).access());
  }

  @Test
  void ownersRenameTheirOrganisationWhichKeepsItsSlug() {
    TestTenants.Made made = tenants.make("old-name");
    Graph owner = graph(made.key());
    int version = owner.ask("{tenant{version}}").data().at("/tenant/version").asInt();

    JsonNode renamed =
        owner.ask(RENAME, Map.of("n", "New name", "v", version)).data().get("updateTenant");

    assertThat(renamed.get("name").asText()).isEqualTo("New name");
    assertThat(renamed.get("slug").asText()).isEqualTo("old-name");
    assertThat(owner.ask("{viewer{tenants{name}}}").data().toString()).contains("New name");
    assertThat(owner.ask(RENAME, Map.of("n", "Stale", "v", version)).code()).hasValue("CONFLICT");
    assertThat(owner.ask(RENAME, Map.of("n", " ", "v", version + 1)).field())
        .isEqualTo("input.name");
    assertThat(
            graph(tenants.keyFor(made.tenant(), Role.ADMIN))
                .ask(RENAME, Map.of("n", "Mine", "v", version + 1))
                .code())
        .hasValue("FORBIDDEN");
    assertThat(owner.ask(LOG).data().toString()).contains("updateTenant", "New name");
  }

  @Test
  void anOperatorMovesATenantToASmallerPlanWhichStopsItsGrowthAlone() throws Exception {
    TestTenants.Made made = tenants.make("moved");
    Graph owner = graph(made.key());
    for (int i = 0; i < 4; i++) {
      assertThat(project(owner, "kept-" + i).code()).isEmpty();
    }
    String planSince = "{tenant{createdAt planSince}}";
    JsonNode first = owner.ask(planSince).data().get("tenant");
    assertThat(first.get("planSince")).as("on it from the first").isEqualTo(first.get("createdAt"));
    Graph operator = operator();
    String id =
        operator
            .ask("{operatedTenant(slug:\"moved\"){id}}")
            .data()
            .at("/operatedTenant/id")
            .asText();
    Map<String, String> move =
        Map.of("id", id, "plan", "small", "expectedPlan", "standard", "reason", "fewer seats");

    assertThat(owner.ask(MOVE, Map.of("i", move)).code()).hasValue("FORBIDDEN");
    assertThat(operator.ask(MOVE, Map.of("i", with(move, "reason", " "))).field())
        .isEqualTo("input.reason");
    Graph.Answer unknown = operator.ask(MOVE, Map.of("i", with(move, "plan", "huge")));
    assertThat(unknown.field()).isEqualTo("input.plan");
    assertThat(unknown.body().toString()).contains("small", "standard");
    assertThat(operator.ask(MOVE, Map.of("i", with(move, "expectedPlan", "small"))).code())
        .hasValue("CONFLICT");

    JsonNode moved = operator.ask(MOVE, Map.of("i", move)).data().get("setTenantPlan");

    assertThat(moved.get("plan").asText()).isEqualTo("small");
    assertThat(OffsetDateTime.parse(moved.get("planSince").asText()))
        .isAfter(OffsetDateTime.parse(first.get("createdAt").asText()));
    assertThat(moved.get("quotas").toString())
        .contains("{\"name\":\"PROJECTS\",\"limit\":3,\"used\":4,\"source\":\"PLAN\"}");
    assertThat(project(owner, "one-more").code()).hasValue("QUOTA_EXCEEDED");
    assertThat(owner.ask("{projects(first:10){edges{node{slug}}}}").data().toString())
        .contains("kept-0", "kept-3");
    assertThat(owner.ask(LOG).data().toString())
        .contains("setTenantPlan", "operator:operator", "fewer seats", "standard");
    assertThat(operator.ask(MOVE, Map.of("i", move)).code()).as("again").hasValue("CONFLICT");

    operator.ask(MOVE, Map.of("i", back(move))).data();
    assertThat(project(owner, "one-more").code()).isEmpty();
  }

  private static Graph.Answer project(Graph owner, String slug) {
    return owner.ask(
        "mutation($s:String!){createProject(input:{slug:$s,name:$s}){id}}", Map.of("s", slug));
  }

  private static Map<String, String> with(Map<String, String> input, String name, String value) {
    Map<String, String> all = new HashMap<>(input);
    all.put(name, value);
    return all;
  }

  private static Map<String, String> back(Map<String, String> move) {
    return with(with(move, "plan", "standard"), "expectedPlan", "small");
  }
}
