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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Sibling fields run at the same time, and so do tenants. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class ParallelTenantsIT {
  private static final int TENANTS = 10;
  private static final int REQUESTS = 400;

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  @Test
  void tenAliasesForTenTenantsInParallelNeverMixRows() throws Exception {
    List<TestTenants.Made> made = new ArrayList<>();
    for (int i = 0; i < TENANTS; i++) {
      TestTenants.Made tenant = tenants.make("parallel-" + i);
      for (int p = 0; p < 3; p++) {
        graph(tenant.key())
            .ask(
                "mutation($s:String!,$n:String!){createProject(input:{slug:$s,name:$n}){id}}",
                Map.of("s", "p-" + p, "n", "of " + i))
            .data();
      }
      made.add(tenant);
    }
    String aliases = "{edges{node{name datasets{edges{node{id}}} experiments{edges{node{id}}}}}}";
    StringBuilder query = new StringBuilder("{");
    for (int a = 0; a < 10; a++) {
      query.append("a").append(a).append(":projects").append(aliases).append(" ");
    }
    query.append("}");
    try (ExecutorService callers = Executors.newFixedThreadPool(32)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int r = 0; r < REQUESTS; r++) {
        int tenant = r % TENANTS;
        Callable<String> ask =
            () -> {
              Graph.Answer answer = graph(made.get(tenant).key()).ask(query.toString());
              if (answer.code().isPresent()) {
                return "error: " + answer.body();
              }
              for (JsonNode list : answer.body().get("data")) {
                if (list.get("edges").size() != 3) {
                  return "rows: " + list;
                }
                for (JsonNode edge : list.get("edges")) {
                  if (!edge.at("/node/name").asText().equals("of " + tenant)) {
                    return "foreign row: " + edge;
                  }
                }
              }
              return "fine";
            };
        answers.add(callers.submit(ask));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("fine");
      }
    }
  }
}
