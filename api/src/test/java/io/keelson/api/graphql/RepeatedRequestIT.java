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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What is sent twice, or on the strength of what has changed meanwhile. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class RepeatedRequestIT {
  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void aVersionThatIsNotTheExpectedOneIsAConflict() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("stale").key());
    String project =
        Things.id(owner, "createProject(input:{slug:\"target\",name:\"Target\"})", Map.of());
    String job =
        Things.id(
            owner,
            "submitJob(input:{projectId:$x,name:\"j\",command:[\"true\"]})",
            Map.of("x", project));
    String budget =
        Things.id(
            owner,
            "setBudget(input:{projectId:$x,period:MONTH,amount:\"1\"})",
            Map.of("x", project));
    for (String stale :
        List.of(
            "cancelJob(id:$x,expectedVersion:7)",
            "removeBudget(id:$x,expectedVersion:7)",
            "updateProject(input:{id:$x,expectedVersion:7,name:\"n\"})",
            "setBudget(input:{projectId:$x,period:MONTH,amount:\"1\",expectedVersion:7})",
            "setBudget(input:{projectId:$x,period:MONTH,amount:\"1\"})")) {
      String target =
          stale.startsWith("cancelJob") ? job : stale.startsWith("remove") ? budget : project;
      assertThat(owner.ask("mutation($x:ID!){" + stale + "{id}}", Map.of("x", target)).code())
          .as(stale)
          .hasValue("CONFLICT");
    }
    for (Object version : new Object[] {null, "one", 1.5, 99_999_999_999L, List.of(1, 2)}) {
      Map<String, Object> variables = new HashMap<>();
      variables.put("x", job);
      variables.put("v", version);
      Graph.Answer answer =
          owner.ask("mutation($x:ID!,$v:Int!){cancelJob(id:$x,expectedVersion:$v){id}}", variables);
      assertThat(answer.code()).as("version %s: %s", version, answer.body()).hasValue("VALIDATION");
    }
  }

  @Test
  void anIdempotencyKeyMakesOneThingHoweverOftenItIsSent() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("again").key());
    String create = "mutation($s:String!){createProject(input:{slug:$s,name:\"n\"}){id}}";
    String first =
        owner
            .ask(create, Map.of("s", "once"), "Idempotency-Key", "k-1")
            .data()
            .at("/createProject/id")
            .asText();
    String second =
        owner
            .ask(create, Map.of("s", "once"), "Idempotency-Key", "k-1")
            .data()
            .at("/createProject/id")
            .asText();
    assertThat(second).isEqualTo(first);
    assertThat(owner.ask(create, Map.of("s", "other"), "Idempotency-Key", "k-1").code())
        .hasValue("CONFLICT");
    assertThat(owner.ask(create, Map.of("s", "once")).code()).hasValue("CONFLICT");
    assertThat(owner.ask(create, Map.of("s", "bad-key"), "Idempotency-Key", "k".repeat(300)).code())
        .hasValue("VALIDATION");
  }

  @Test
  void eachMutationOfADocumentIsAnAttemptOfItsOwnUnderTheRequestsKey() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("aliased").key());
    String two =
        """
        mutation {
          a: createProject(input: {slug: "first", name: "n"}) { id }
          b: createProject(input: {slug: "second", name: "n"}) { id }
        }
        """;
    JsonNode first = owner.ask(two, Map.of(), "Idempotency-Key", "k-1").data();
    assertThat(first.at("/a/id").asText()).isNotEqualTo(first.at("/b/id").asText());
    assertThat(owner.ask(two, Map.of(), "Idempotency-Key", "k-1").data()).isEqualTo(first);
    assertThat(
            owner
                .ask(
                    "mutation{createProject(input:{slug:\"third\",name:\"n\"}){id}}",
                    Map.of(),
                    "Idempotency-Key",
                    "k-1")
                .code())
        .hasValue("CONFLICT");
  }

  @Test
  void manyAtOnceUnderOneKeyAllGetTheSameAnswer() throws Exception {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("at-once").key());
    List<Future<Graph.Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        answers.add(
            threads.submit(
                () ->
                    owner.ask(
                        "mutation{createProject(input:{slug:\"one\",name:\"n\"}){id slug}}",
                        Map.of(),
                        "Idempotency-Key",
                        "k-1")));
      }
    }
    Set<JsonNode> bodies = new HashSet<>();
    for (Future<Graph.Answer> answer : answers) {
      bodies.add(answer.get().data());
    }
    assertThat(bodies).hasSize(1);
  }
}
