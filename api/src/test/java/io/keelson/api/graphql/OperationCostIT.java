package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What an operation costs is known before it runs, told, and bounded. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class OperationCostIT {
  private static final String RUNS =
      "{projects(first:1){edges{node{experiments(first:20){edges{node{runs(first:100){edges{node{id params{key}}}}}}}}}}}";

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void everyAnswerSaysWhatWasAskedForAndWhatWasUsed() {
    Graph owner = graph("cost");
    owner.ask("mutation{createProject(input:{slug:\"cost-p\",name:\"p\"}){id}}").data();
    Graph.Answer answer =
        owner.ask(
            "{projects(first:7){edges{node{slug}}} apiKeys(first:5){edges{node{name permissions}}}}");
    JsonNode cost = answer.body().at("/extensions/cost");
    assertThat(answer.code()).isEmpty();
    assertThat(cost.at("/asked").asInt()).isGreaterThanOrEqualTo(7 + 5);
    assertThat(cost.at("/used").asInt())
        .isEqualTo(
            1
                + answer.data().at("/apiKeys/edges").size()
                + answer.data().at("/apiKeys").findValues("permissions").stream()
                    .mapToInt(JsonNode::size)
                    .sum());
    assertThat(cost.at("/limit").asInt()).isEqualTo(300_000);
  }

  @Test
  void listsThatAreNoConnectionsCountAsWell() {
    Graph owner = graph("cost-lists");
    int without = asked(owner, RUNS.replace(" params{key}", ""));
    assertThat(asked(owner, RUNS)).isGreaterThan(without + 2_000);
    assertThat(asked(owner, "{jobs(first:1){edges{node{log(first:1000){lines{text}}}}}}"))
        .as("the lines of a log are the page that was asked for")
        .isBetween(1_000, 1_010);
    assertThat(asked(owner, "{compareRuns(ids:[\"a\",\"b\",\"c\"]){runs{params{key}}}}"))
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void aFieldThatIsReadByItselfCostsAPointHoweverOftenItIsAskedFor() {
    Graph owner = graph("cost-reads");
    String counts =
        IntStream.range(0, 450)
            .mapToObj(i -> "a" + i + ":apiKeyCounts{inForce}")
            .reduce("", (a, b) -> a + " " + b);
    Graph.Answer counted = owner.ask("{tenant{" + counts + "}}");
    JsonNode cost = counted.body().at("/extensions/cost");
    assertThat(cost.at("/asked").asInt()).isEqualTo(450);
    assertThat(cost.at("/used").asInt()).isEqualTo(450);
    assertThat(asked(owner, "{tenant{id slug name version}}")).as("read with it").isZero();
    assertThat(
            asked(
                owner,
                "{projects(first:7){edges{node{slug cost(period:{from:\"2026-01-01T00:00:00Z\",to:\"2026-01-02T00:00:00Z\"}){total{amount}}}}}}"))
        .isGreaterThanOrEqualTo(7 + 7);
  }

  /** By what they go through, whatever is selected of it. */
  @Test
  void fieldsThatGoThroughMuchCostAsManyReadsAsTheyTakeAsLong() {
    Graph owner = graph("cost-dear");
    String version = GraphTypes.id(GraphTypes.DATASET_VERSION, Ids.next());
    String difference = "{node(id:\"" + version + "\"){... on DatasetVersion{%s}}}";
    assertThat(asked(owner, difference.formatted("difference{files{added}}"))).isEqualTo(200);
    assertThat(asked(owner, difference.formatted("difference{table{name}}"))).isEqualTo(220);
    String endpoint = GraphTypes.id(GraphTypes.ENDPOINT, Ids.next());
    String history = "{node(id:\"" + endpoint + "\"){... on Endpoint{driftHistory{%s}}}}";
    assertThat(asked(owner, history.formatted("featureCount"))).isEqualTo(1);
    assertThat(asked(owner, history.formatted("features{name}")))
        .as("one read of windows, those of the findings, and 24 features")
        .isEqualTo(1 + 200 + 24);
    assertThat(asked(owner, history.formatted("features{points{psi}}")))
        .isEqualTo(1 + 200 + 24 * (1 + 50));

    String often =
        IntStream.range(0, 20)
            .mapToObj(i -> "a" + i + ":difference{files{added}}")
            .reduce("", (a, b) -> a + " " + b);
    Graph.Answer refused =
        owner.ask(
            "{datasets(first:100){edges{node{versions(first:1){edges{node{" + often + "}}}}}}}");
    assertThat(refused.code()).hasValue("VALIDATION");
    assertThat(refused.body().at("/extensions/cost/used").asInt()).isZero();
  }

  @Test
  void whatMayHoldTooMuchIsRefusedWithItsCostAndRunsNothing() {
    Graph owner = graph("cost-high");
    Graph.Answer answer =
        owner.ask(
            "query($n:Int){projects(first:$n){edges{node{experiments(first:100){edges{node{runs(first:100){edges{node{id}}}}}}}}}}",
            Map.of("n", 100));
    assertThat(answer.code()).hasValue("VALIDATION");
    assertThat(answer.message()).contains("far too many").contains("300000");
    assertThat(answer.body().at("/extensions/cost/asked").asInt())
        .as("100 projects, of each a read of 100 experiments, of each a read of 100 runs")
        .isEqualTo(100 * (1 + 1 + 100 * (1 + 1 + 100)));
    assertThat(answer.body().at("/extensions/cost/used").asInt()).isZero();
    assertThat(answer.body().at("/data").isMissingNode()).isTrue();
  }

  @Test
  void anOperationCanBeMeasuredWithoutBeingRun() {
    Graph owner = graph("cost-only");
    String create = "mutation{createProject(input:{slug:\\\"measured\\\",name:\\\"m\\\"}){id}}";
    String list = "query($n:Int){projects(first:$n){edges{node{slug}}}}";

    Graph.Answer measured = costOnly(owner, list, "{\"n\":90}");
    assertThat(measured.status()).isEqualTo(200);
    assertThat(measured.data().isNull()).isTrue();
    assertThat(measured.body().at("/extensions/cost/asked").asInt()).isEqualTo(90);
    assertThat(measured.body().at("/extensions/cost/used").asInt()).isZero();
    Graph.Answer again = costOnly(owner, list, "{\"n\":90}");
    assertThat(remaining(measured) - remaining(again)).as("points").isLessThanOrEqualTo(1);

    assertThat(costOnly(owner, create, "{}").code()).isEmpty();
    assertThat(owner.ask("{projects{edges{node{slug}}}}").data().at("/projects/edges")).isEmpty();
    assertThat(costOnly(owner, "subscription{runMetrics(runId:\\\"x\\\"){key}}", "{}").code())
        .isEmpty();
    assertThat(costOnly(owner, "{nothing}", "{}").code()).hasValue("VALIDATION");
    assertThat(
            costOnly(
                    owner,
                    RUNS.replace("first:1)", "first:100)").replace("first:20", "first:100"),
                    "{}")
                .code())
        .as("too much to be run is too much to be measured")
        .hasValue("VALIDATION");
    assertThat(
            owner
                .send("{\"query\":\"{viewer{canCreateTenant}}\",\"extensions\":{\"costOnly\":1}}")
                .field())
        .isEqualTo("extensions.costOnly");
  }

  private static Graph.Answer costOnly(Graph caller, String query, String variables) {
    return caller.send(
        "{\"query\":\""
            + query
            + "\",\"variables\":"
            + variables
            + ",\"extensions\":{\"costOnly\":true}}");
  }

  private static long remaining(Graph.Answer answer) {
    return answer.headers().firstValueAsLong("RateLimit-Remaining").orElseThrow();
  }

  @Test
  void batchesAreSplitWhereTheServicesBoundThem() {
    Graph owner = graph("split-batches");
    String project =
        Things.id(owner, "createProject(input:{slug:\"batches-p\",name:\"P\"})", Map.of());
    for (int e = 0; e < 11; e++) {
      String experiment =
          Things.id(
              owner,
              "createExperiment(input:{projectId:$x,name:\"e" + e + "\"})",
              Map.of("x", project));
      for (int batch = 0; batch < 4; batch++) {
        String runs =
            IntStream.range(0, 25)
                .mapToObj(
                    i ->
                        "r"
                            + i
                            + ":createRun(input:{experimentId:$x,params:[{key:\"k\",value:\"v\"}]}){id}")
                .reduce("", (a, b) -> a + " " + b);
        owner.ask("mutation($x:ID!){" + runs + "}", Map.of("x", experiment)).data();
      }
    }
    Graph.Answer answer = owner.ask(RUNS);
    assertThat(answer.code()).as(() -> Things.shortened(answer.body())).isEmpty();
    List<JsonNode> params = answer.data().findValues("params");
    assertThat(params).hasSize(1_100).allMatch(p -> p.size() == 1);
  }

  private static int asked(Graph caller, String query) {
    return caller.ask(query).body().at("/extensions/cost/asked").asInt();
  }

  private Graph graph(String slug) {
    return new Graph("http://127.0.0.1:" + port, tenants.make(slug).key());
  }
}
