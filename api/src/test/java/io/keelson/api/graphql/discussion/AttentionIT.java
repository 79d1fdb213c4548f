package io.keelson.api.graphql.discussion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.StoredAlerts;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** How much there is to look at, for whoever may see it. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class AttentionIT {
  private static final String COUNTS = "{viewer{runningJobs firingAlerts waitingApprovals}}";

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private static String made(Graph owner, String mutation, String x) {
    return owner
        .ask("mutation($x:ID!){made:" + mutation + "{id}}", Map.of("x", x))
        .data()
        .at("/made/id")
        .asText();
  }

  private static List<Integer> counts(Graph caller) {
    JsonNode viewer = caller.ask(COUNTS).data().path("viewer");
    return List.of(
        viewer.path("runningJobs").asInt(-1),
        viewer.path("firingAlerts").asInt(-1),
        viewer.path("waitingApprovals").asInt(-1));
  }

  private void waiting(UUID tenantId, UUID projectId, UUID runId) {
    UUID id = Ids.next();
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.registered_model (tenant_id, id, project_id, name, last_number, created_by, created_at)
              VALUES ($1, $2, $3, 'waiting', 1, 'test', now())
              """,
              tenantId,
              id,
              projectId);
          return tx.update(
              """
              INSERT INTO catalog.model_version
                (tenant_id, id, project_id, model_id, number, status, format, digest, size_bytes, run_id, author, created_at)
              VALUES ($1, $2, $3, $2, 1, 'REGISTERED', 'onnx', $4, 1, $5, 'test', now())
              """,
              tenantId,
              id,
              projectId,
              "sha256:" + "a".repeat(64),
              runId);
        });
  }

  @Test
  void eachCountsWhatItsListHasThatTheCallerMaySee() {
    TestTenants.Made made = tenants.make("attention");
    UUID tenantId = made.tenant().id();
    Graph owner = graph(made.key());
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"seen\",name:\"P\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    String other =
        owner
            .ask("mutation{createProject(input:{slug:\"other\",name:\"O\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    assertThat(counts(owner)).containsExactly(0, 0, 0);

    String job =
        made(
            owner, "submitJob(input:{projectId:$x,name:\"j\",command:[\"sleep\",\"1\"]})", project);
    assertThat(counts(owner)).as("QUEUED").containsExactly(0, 0, 0);
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                "UPDATE compute.job SET status = 'RUNNING' WHERE tenant_id = $1 AND id = $2",
                tenantId,
                GlobalId.decode("job", GraphTypes.JOB, job)));
    String rule =
        made(
            owner,
            "createAlertRule(input:{projectId:$x,name:\"r\",kind:JOB_FAILURE,threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING})",
            project);
    StoredAlerts.firing(endpoints, tenantId, rule);
    String experiment = made(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", project);
    String run = made(owner, "createRun(input:{experimentId:$x})", experiment);
    waiting(
        tenantId,
        GlobalId.decode("project", GraphTypes.PROJECT, project),
        GlobalId.decode("run", GraphTypes.RUN, run));

    assertThat(counts(owner)).containsExactly(1, 1, 1);
    assertThat(counts(reader(owner, project, "JOB_READ"))).containsExactly(1, 0, 0);
    assertThat(counts(reader(owner, other, "JOB_READ", "ALERT_READ", "MODEL_READ")))
        .as("of another project")
        .containsExactly(0, 0, 0);
    assertThat(counts(graph(tenants.make("attention-other").key()))).containsExactly(0, 0, 0);
  }

  private Graph reader(Graph owner, String project, String... permissions) {
    return graph(
        owner
            .ask(
                "mutation($i:CreateApiKeyInput!){createApiKey(input:$i){secret}}",
                Map.of(
                    "i",
                    Map.of(
                        "name",
                        "reader",
                        "permissions",
                        List.of(permissions),
                        "projectIds",
                        List.of(project))))
            .data()
            .at("/createApiKey/secret")
            .asText());
  }
}
