package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class SearchIT {
  private static int teams;

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph owner;
  private String project;
  private String other;

  @BeforeEach
  void fill() {
    owner = new Graph("http://127.0.0.1:" + port, tenants.make("search-" + teams++).key());
    project = id("createProject(input:{slug:\"wines\",name:\"Ähnliche Weine\"})", null);
    other = id("createProject(input:{slug:\"other\",name:\"Other\"})", null);
    id("createDataset(input:{projectId:$x,name:\"red wine\"})", project);
    id("createDataset(input:{projectId:$x,name:\"wine\"})", other);
    String experiment = id("createExperiment(input:{projectId:$x,name:\"Wine quality\"})", project);
    id("createRun(input:{experimentId:$x,name:\"100%_sure\"})", experiment);
    id("submitJob(input:{projectId:$x,name:\"train wine\",command:[\"true\"]})", project);
  }

  private String id(String mutation, String x) {
    return owner
        .ask(
            "mutation" + (x == null ? "" : "($x:ID!)") + "{made:" + mutation + "{id}}",
            x == null ? Map.of() : Map.of("x", x))
        .data()
        .at("/made/id")
        .asText();
  }

  private static Graph.Answer ask(Graph graph, String text, Integer first) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("t", text);
    variables.put("f", first);
    return graph.ask(
        "query($t:String!,$f:Int){search(text:$t,first:$f){name project{slug} node{id __typename}}}",
        variables);
  }

  private static List<String> names(Graph graph, String text) {
    List<String> names = new ArrayList<>();
    for (JsonNode hit : ask(graph, text, 20).data().get("search")) {
      names.add(hit.get("name").asText());
    }
    return names;
  }

  @Test
  void thingsOfEveryKindAreFoundByAPartOfTheirNameTheBestFirst() {
    assertThat(names(owner, "WINE"))
        .containsExactly("wine", "Wine quality", "red wine", "train wine");
    assertThat(names(owner, "äHN")).containsExactly("Ähnliche Weine");
    JsonNode first = ask(owner, "wine", 1).data().get("search");
    assertThat(first).hasSize(1);
    assertThat(first.at("/0/project/slug").asText()).isEqualTo("other");
    assertThat(first.at("/0/node/__typename").asText()).isEqualTo("Dataset");
    assertThat(ask(owner, "ähn", 1).data().at("/search/0/project").isNull()).isTrue();
  }

  @Test
  void whatMeansSomethingToADatabaseMeansNothingHere() {
    assertThat(names(owner, "%_")).containsExactly("100%_sure");
    assertThat(names(owner, "%%")).isEmpty();
    assertThat(names(owner, "'; DROP TABLE tenancy.tenant; --")).isEmpty();
  }

  @Test
  void textAndNumberHaveBounds() {
    for (String text : List.of("", "w", "  w  ", "x".repeat(101), "a\u0000b")) {
      Graph.Answer answer = ask(owner, text, 5);
      assertThat(answer.code()).as("'%s'", text).hasValue("VALIDATION");
      assertThat(answer.field()).isEqualTo("text");
    }
    for (int first : new int[] {0, -1, 21}) {
      Graph.Answer answer = ask(owner, "wine", first);
      assertThat(answer.code()).as("first %d", first).hasValue("VALIDATION");
      assertThat(answer.field()).isEqualTo("first");
    }
  }

  @Test
  void onlyWhatTheCallerMayReadIsFound() {
    Graph reader = reader("[DATASET_READ]");
    assertThat(names(reader, "wine")).containsExactly("red wine");
    assertThat(ask(reader, "wine", 5).data().at("/search/0/project").isNull()).isTrue();
    assertThat(names(reader("[PROJECT_READ,RUN_READ]"), "wine")).containsExactly("Wine quality");
    assertThat(names(reader("[COST_READ]"), "wine")).isEmpty();
  }

  private Graph reader(String permissions) {
    return new Graph(
        "http://127.0.0.1:" + port,
        owner
            .ask(
                "mutation($p:[ID!]){createApiKey(input:{name:\"r\",permissions:"
                    + permissions
                    + ",projectIds:$p}){secret}}",
                Map.of("p", List.of(project)))
            .data()
            .at("/createApiKey/secret")
            .asText());
  }
}
