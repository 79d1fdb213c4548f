package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Pages have bounds, and cursors belong to one list of one tenant. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class ListBoundsIT {
  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void everyListOfTheTenantHasBoundsAndItsOwnCursors() {
    var made = tenants.make("bounded");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String project = Things.id(owner, "createProject(input:{slug:\"pp\",name:\"P\"})", Map.of());
    Things.id(owner, "createDataset(input:{projectId:$x,name:\"d\"})", Map.of("x", project));
    String foreign =
        owner
            .ask("{datasets{pageInfo{endCursor}}}")
            .data()
            .at("/datasets/pageInfo/endCursor")
            .asText();
    Graph stranger = new Graph("http://127.0.0.1:" + port, tenants.make("bounded-too").key());
    for (String list :
        List.of(
            "datasets",
            "models",
            "endpoints",
            "jobs",
            "runs",
            "waitingApprovals",
            "alerts",
            "alertRules")) {
      for (Object first : new Object[] {0, -1, 101, 2_000_000_000, "ten", 1.5}) {
        Graph.Answer answer =
            owner.ask("query($f:Int){" + list + "(first:$f){edges{cursor}}}", Map.of("f", first));
        assertThat(answer.code())
            .as("%s(first: %s): %s", list, first, answer.body())
            .hasValue("VALIDATION");
      }
      for (String after :
          List.of("", "x", "AAAAAAAAAAAAAAAAAAAAAAAA", "x".repeat(5_000), foreign)) {
        Graph.Answer answer =
            stranger.ask(
                "query($a:String){" + list + "(after:$a){edges{cursor}}}", Map.of("a", after));
        assertThat(answer.code())
            .as("%s after %s: %s", list, after, Things.shortened(answer.body()))
            .hasValue("VALIDATION");
        assertThat(answer.field()).isEqualTo("after");
      }
    }
  }

  @Test
  void aCursorOfAnotherTenantOrListIsRefused() {
    var one = tenants.make("cursor-one");
    var two = tenants.make("cursor-two");
    for (int i = 0; i < 3; i++) {
      graph(one.key())
          .ask(
              "mutation($s:String!){createProject(input:{slug:$s,name:\"p\"}){id}}",
              Map.of("s", "p-" + i))
          .data();
    }
    String cursor =
        graph(one.key())
            .ask("{projects(first:1){pageInfo{endCursor hasNextPage}}}")
            .data()
            .at("/projects/pageInfo/endCursor")
            .asText();
    Graph.Answer own =
        graph(one.key())
            .ask(
                "query($a:String){projects(first:5,after:$a){edges{node{slug}}}}",
                Map.of("a", cursor));
    assertThat(own.data().at("/projects/edges")).hasSize(2);
    Graph.Answer stolen =
        graph(two.key())
            .ask("query($a:String){projects(after:$a){edges{node{slug}}}}", Map.of("a", cursor));
    assertThat(stolen.code()).hasValue("VALIDATION");
    assertThat(stolen.field()).isEqualTo("after");
    Graph.Answer forged =
        graph(one.key()).ask("{projects(after:\"AAAAAAAAAAAAAAAAAAAAAAAA\"){edges{node{slug}}}}");
    assertThat(forged.code()).hasValue("VALIDATION");
  }

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }
}
