package io.keelson.api.graphql.people;

import static io.keelson.api.testing.KnownWithin.assertKnownWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.deployment.TrafficChoices;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.embedded.DemoIdentities;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What an operator stops, what stays, and what comes back. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class SuspensionIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SUSPEND =
      "mutation($i:SuspendTenantInput!){suspendTenant(input:$i){status version}}";
  private static final String RESUME =
      "mutation($i:ResumeTenantInput!){resumeTenant(input:$i){status version}}";

  private static final String QUEUED =
      "EXISTS (SELECT 1 FROM compute.job WHERE tenant_id = $1 AND status = 'QUEUED')";

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;
  @Inject TrafficChoices traffic;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String credential) {
    return new Graph("http://127.0.0.1:" + port, credential);
  }

  private Graph person(String username) throws Exception {
    ServerAddresses keycloak = TestServers.shared().keycloak();
    return graph(SignIn.byPassword(keycloak.issuer(), username, keycloak.demoPassword()).access());
  }

  private static Map<String, ?> step(JsonNode tenant, String reason) {
    return Map.of("i", Map.of("id", tenant.get("id").asText(), "reason", reason));
  }

  private boolean holds(UUID tenant, String condition) {
    return endpoints.transact(
        tenant,
        tx ->
            tx.one("SELECT " + condition + " AS holds", tenant).orElseThrow().getBoolean("holds"));
  }

  @Test
  void aSuspendedTenantStopsKeepsItsDataAndComesBack() throws Exception {
    var made = tenants.make("unpaid");
    UUID tenantId = made.tenant().id();
    Graph owner = graph(made.key());
    people.join(made.tenant(), DemoIdentities.named("engineer"), Grant.of(Role.OWNER, null));
    people.join(made.tenant(), DemoIdentities.named("viewer"), Grant.of(Role.VIEWER, null));
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"kept\",name:\"P\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    owner
        .ask(
            "mutation($p:ID!){submitJob(input:{projectId:$p,name:\"j\",command:[\"true\"]}){id}}",
            Map.of("p", project))
        .data();
    UUID projectId = GlobalId.decode("id", GraphTypes.PROJECT, project);
    endpoints.serve(tenantId, projectId, "served", null);
    endpoints.serve(tenantId, projectId, "served", 10);
    String[] there = {"X-Keelson-Tenant", "unpaid"};
    Graph engineer = person("engineer");
    Graph viewer = person("viewer");
    assertThat(viewer.ask("{tenant{name}}", Map.of(), there).code()).isEmpty();

    Graph operator = person("operator");
    JsonNode tenant =
        operator
            .ask("{operatedTenant(slug:\"unpaid\"){id version status}}")
            .data()
            .get("operatedTenant");
    JsonNode suspended =
        operator.ask(SUSPEND, step(tenant, "two invoices are unpaid")).data().get("suspendTenant");
    assertThat(suspended.get("status").asText()).isEqualTo("SUSPENDED");

    assertKnownWithin(
        AT_ONCE,
        "keys",
        () -> owner.ask("{tenant{name}}").code().filter("UNAUTHENTICATED"::equals).isPresent());
    assertKnownWithin(
        AT_ONCE,
        "members",
        () ->
            viewer
                .ask("{tenant{name}}", Map.of(), there)
                .code()
                .filter("NOT_FOUND"::equals)
                .isPresent());
    assertKnownWithin(
        AT_ONCE,
        "owners",
        () ->
            engineer
                .ask("{viewer{permissions}}", Map.of(), there)
                .data()
                .at("/viewer/permissions")
                .toString()
                .equals("[\"AUDIT_READ\"]"));
    JsonNode told =
        engineer
            .ask(
                "{tenant{status} viewer{tenants{slug}} auditLog(period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"},first:20){edges{node{action detail by{kind label}}}}}",
                Map.of(),
                there)
            .data();
    assertThat(told.at("/tenant/status").asText()).isEqualTo("SUSPENDED");
    assertThat(told.at("/viewer/tenants").toString()).contains("unpaid");
    assertThat(told.at("/auditLog").toString())
        .contains("suspendTenant", "two invoices are unpaid", "OPERATOR", "operator:operator");
    assertThat(engineer.ask("{projects{edges{node{slug}}}}", Map.of(), there).code())
        .hasValue("FORBIDDEN");
    assertKnownWithin(
        SOON,
        "endpoints",
        () ->
            holds(
                tenantId,
                "NOT EXISTS (SELECT 1 FROM serving.revision WHERE tenant_id = $1 AND status = 'READY')"));
    assertThat(holds(tenantId, QUEUED)).as("what waits goes on waiting").isTrue();

    tenant =
        operator.ask("{operatedTenant(slug:\"unpaid\"){id version}}").data().get("operatedTenant");
    assertThat(operator.ask(SUSPEND, step(tenant, "again")).code())
        .as("it is suspended")
        .hasValue("CONFLICT");
    operator.ask(RESUME, step(tenant, "paid")).data();
    assertKnownWithin(AT_ONCE, "keys again", () -> owner.ask("{tenant{name}}").code().isEmpty());
    assertThat(owner.ask("{projects{edges{node{slug}}}}").data().toString()).contains("kept");
    assertKnownWithin(
        SOON,
        "the endpoint again",
        () ->
            holds(
                tenantId,
                """
                (SELECT array_agg(requested_weight ORDER BY number) FROM serving.revision
                  WHERE tenant_id = $1 AND status IN ('PENDING', 'LOADING', 'READY') AND number > 2)
                  = ARRAY[90, 10]
                AND NOT EXISTS (SELECT 1 FROM tenancy.suspension WHERE tenant_id = $1)
                """));
    assertThat(holds(tenantId, QUEUED)).isTrue();
  }

  @Test
  void aRollbackOfBeforeTheSuspensionChangesNothingAfterIt() {
    var made = tenants.make("late-rollback");
    UUID tenantId = made.tenant().id();
    var owner = people.join(made.tenant(), "owner", Grant.of(Role.OWNER, null));
    String project =
        graph(made.key())
            .ask("mutation{createProject(input:{slug:\"late\",name:\"P\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    UUID projectId = GlobalId.decode("id", GraphTypes.PROJECT, project);
    UUID endpoint = endpoints.serve(tenantId, projectId, "served", null).endpointId();
    endpoints.serve(tenantId, projectId, "served", 10);
    int version =
        endpoints.transact(
            tenantId,
            tx ->
                tx.one("SELECT version FROM serving.endpoint WHERE tenant_id = $1", tenantId)
                    .orElseThrow()
                    .getInteger("version"));
    Caller before = people.caller(owner);
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                "UPDATE tenancy.tenant SET status = 'SUSPENDED' WHERE tenant_id = $1", tenantId));

    assertThatThrownBy(
            () -> people.inThread(() -> traffic.rollBack(before, endpoint, version, null)))
        .hasStackTraceContaining(Unauthenticated.class.getName());
    assertThat(
            holds(
                tenantId,
                "EXISTS (SELECT 1 FROM serving.revision WHERE tenant_id = $1 AND weight = 10)"))
        .isTrue();
  }

  @Test
  void nobodyButAnOperatorSuspends() throws Exception {
    var made = tenants.make("paid");
    JsonNode tenant = graph(made.key()).ask("{tenant{id version}}").data().get("tenant");
    for (Graph none : new Graph[] {graph(made.key()), person("owner")}) {
      assertThat(none.ask(SUSPEND, step(tenant, "mine")).code()).hasValue("FORBIDDEN");
      assertThat(none.ask(RESUME, step(tenant, "mine")).code()).hasValue("FORBIDDEN");
      assertThat(none.ask("{operatedTenant(slug:\"paid\"){id}}").code()).hasValue("FORBIDDEN");
    }
    Graph operator = person("operator");
    assertThat(
            operator
                .ask("{projects{edges{node{slug}}}}", Map.of(), "X-Keelson-Tenant", "paid")
                .code())
        .as("an operator is no member")
        .hasValue("NOT_FOUND");
    assertThat(operator.ask(SUSPEND, step(tenant, " ")).field()).isEqualTo("input.reason");
  }
}
