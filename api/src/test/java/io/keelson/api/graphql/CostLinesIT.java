package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.Ledger;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.billing.usage.Meter;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the lines of a cost report lead to, and what a run's own are. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class CostLinesIT {
  private static final String LINES =
      "{cost(period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"}){"
          + "lines(by:[JOB,ENDPOINT]){jobId endpointId job{name} endpoint{name}}}}";
  private static final String RUN_COST =
      "query($r:ID!){node(id:$r){... on Run{cost{amount} costReport{"
          + "total{amount} lines(by:[RESOURCE]){resource meter quantity amount{amount}}}}}}";
  private static int teams;

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject Ledger ledger;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private UUID tenant;
  private Graph owner;
  private String project;

  @BeforeEach
  void fill() {
    TestTenants.Made made = tenants.make("cost-lines-" + teams++);
    tenant = made.tenant().id();
    owner = graph(made.key());
    project = make("createProject", "CreateProjectInput", Map.of("slug", "one", "name", "One"));
  }

  @Test
  void aLineLeadsToItsJobOrEndpointWhereThatIsThereAndMayBeRead() {
    String job = job("train");
    UUID served = endpoints.serve(tenant, projectId(), "wine-" + teams, null).endpointId();
    spend(Meter.JOB_CPU_SECONDS, "1", Map.of("jobId", uuid(GraphTypes.JOB, job).toString()));
    spend(Meter.JOB_CPU_SECONDS, "2", Map.of("jobId", Ids.next().toString()));
    spend(Meter.INFERENCE_REQUESTS, "3", Map.of("endpointId", served.toString()));
    spend(Meter.INFERENCE_REQUESTS, "4", Map.of("endpointId", Ids.next().toString()));
    spend(Meter.STORAGE_GIB_HOURS, "5", Map.of());

    List<JsonNode> lines = lines(owner);
    assertThat(lines).hasSize(5);
    assertThat(lines.stream().map(line -> line.at("/job/name").asText()))
        .containsExactlyInAnyOrder("train", "", "", "", "");
    assertThat(lines.stream().map(line -> line.at("/endpoint/name").asText()))
        .containsExactlyInAnyOrder("wine-" + teams, "", "", "", "");
    assertThat(lines)
        .anySatisfy(
            line -> {
              assertThat(line.at("/job/name").asText()).isEqualTo("train");
              assertThat(line.at("/jobId").asText()).isEqualTo(job);
            });

    assertThat(lines(reader("COST_READ")))
        .hasSize(5)
        .allSatisfy(
            line -> {
              assertThat(line.at("/job").isNull()).isTrue();
              assertThat(line.at("/endpoint").isNull()).isTrue();
            });
    assertThat(lines(reader("COST_READ", "JOB_READ")))
        .anySatisfy(line -> assertThat(line.at("/job/name").asText()).isEqualTo("train"))
        .allSatisfy(line -> assertThat(line.at("/endpoint").isNull()).isTrue());
  }

  @Test
  void aRunsReportIsOfAllThatItCostAndIsNotThereForWhoeverMayNotReadCosts() {
    String experiment =
        make(
            "createExperiment", "CreateExperimentInput", Map.of("projectId", project, "name", "e"));
    String run =
        make("createRun", "CreateRunInput", Map.of("experimentId", experiment, "name", "r"));
    Map<String, String> ofRun = Map.of("runId", uuid(GraphTypes.RUN, run).toString());
    spend(Meter.JOB_CPU_SECONDS, "1000", ofRun);
    spend(Meter.JOB_MEMORY_GIB_SECONDS, "2000", ofRun);
    spend(Meter.JOB_CPU_SECONDS, "9", Map.of());

    JsonNode node = owner.ask(RUN_COST, Map.of("r", run)).data().at("/node");
    assertThat(node.at("/costReport/total")).isEqualTo(node.at("/cost"));
    assertThat(node.at("/costReport/lines")).hasSize(2);
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode line : node.at("/costReport/lines")) {
      assertThat(line.at("/resource").asText()).isEqualTo("test");
      sum = sum.add(new BigDecimal(line.at("/amount/amount").asText()));
    }
    assertThat(sum).isPositive().isEqualByComparingTo(node.at("/cost/amount").asText());

    JsonNode unseen = reader("RUN_READ").ask(RUN_COST, Map.of("r", run)).data().at("/node");
    assertThat(unseen.at("/costReport").isNull()).isTrue();
  }

  private List<JsonNode> lines(Graph graph) {
    return graph.ask(LINES).data().at("/cost/lines").valueStream().toList();
  }

  private void spend(Meter meter, String quantity, Map<String, String> labels) {
    ledger.spend(tenant, projectId(), meter, quantity, labels);
  }

  private String job(String name) {
    return make(
        "submitJob",
        "SubmitJobInput",
        Map.of("projectId", project, "name", name, "command", List.of("sleep", "1")));
  }

  private String make(String mutation, String type, Map<String, Object> input) {
    return owner
        .ask("mutation($i:%s!){%s(input:$i){id}}".formatted(type, mutation), Map.of("i", input))
        .data()
        .at("/" + mutation + "/id")
        .asText();
  }

  private UUID projectId() {
    return uuid(GraphTypes.PROJECT, project);
  }

  private static UUID uuid(String type, String id) {
    return GlobalId.decode("id", type, id);
  }

  private Graph reader(String... permissions) {
    return graph(
        owner
            .ask(
                "mutation($p:[Permission!]!,$o:[ID!]!){createApiKey(input:{name:\"r\",permissions:$p,projectIds:$o}){secret}}",
                Map.of("p", List.of(permissions), "o", List.of(project)))
            .data()
            .at("/createApiKey/secret")
            .asText());
  }

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }
}
