package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Lists of runs with a filter, and what is said of runs afterwards, as callers ask for them. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class FilteredRunsIT {
  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private static final String LIST =
      "%s(first:10,filter:%s){edges{node{name note archivedAt}} pageInfo{hasNextPage}"
          + " statusCounts{complete counts{status runs}}}";

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private static List<String> names(JsonNode list) {
    return list.path("edges").findValuesAsText("name");
  }

  private static Graph.Answer all(Graph caller, String filter) {
    return caller.ask("{" + LIST.formatted("runs", filter) + "}");
  }

  @Test
  void runsAreFoundInAllThreeListsAlike() {
    Graph owner = graph(tenants.make("filtered").key());
    String project = Things.id(owner, "createProject(input:{slug:\"found\",name:\"F\"})", Map.of());
    String experiment =
        Things.id(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", Map.of("x", project));
    for (int i = 1; i <= 3; i++) {
      String run =
          Things.id(
              owner,
              "createRun(input:{experimentId:$x,name:\"run-%d\",params:[{key:\"lr\",value:\"0.%d\"}],tags:[{key:\"team\",value:\"red\"}]})"
                  .formatted(i, i),
              Map.of("x", experiment));
      owner
          .ask(
              "mutation($r:ID!){logBatch(input:{runId:$r,metrics:[{key:\"acc\",value:0.%d}]}){id}}"
                  .formatted(i),
              Map.of("r", run))
          .data();
    }
    String filter =
        "{params:[{key:\"lr\",numberOperator:AT_LEAST,number:0.2}],metrics:[{key:\"acc\",operator:LESS,number:0.3}],tags:[{key:\"team\",text:\"red\"}]}";
    JsonNode all = all(owner, filter).data().path("runs");
    assertThat(names(all)).containsExactly("run-2");
    assertThat(all.at("/statusCounts/counts/0/runs").asInt()).isEqualTo(1);
    assertThat(all.at("/statusCounts/complete").asBoolean()).isTrue();
    JsonNode within =
        owner
            .ask(
                "query($p:ID!,$e:ID!){p:node(id:$p){...on Project{%1$s}} e:node(id:$e){...on Experiment{%1$s ranked:%2$s}}}"
                    .formatted(
                        LIST.formatted("runs", filter),
                        LIST.formatted("runs", filter)
                            .replace(
                                "(first:10,", "(first:10,orderBy:{key:\"acc\",direction:DESC},")),
                Map.of("p", project, "e", experiment))
            .data();
    for (String list : List.of("/p/runs", "/e/runs", "/e/ranked")) {
      assertThat(names(within.at(list))).as(list).containsExactly("run-2");
    }
    assertThat(names(all(owner, "{creatorIds:[\"" + person() + "\"]}").data().path("runs")))
        .isEmpty();
    assertThat(all(owner, "{params:[{key:\"lr\"}]}").field()).isEqualTo("filter.params[0]");
    assertThat(all(owner, "{params:[{key:\"lr\",text:\"a\",number:1}]}").field())
        .isEqualTo("filter.params[0]");
    assertThat(all(owner, "{tags:[{key:\"team\",operator:EQUAL}]}").field())
        .isEqualTo("filter.tags[0].text");
    assertThat(all(owner, "{creatorIds:[\"me\"]}").field()).isEqualTo("filter.creatorIds");
    assertThat(all(owner, "{projectIds:[\"" + experiment + "\"]}").field())
        .isEqualTo("filter.projectIds");
    Graph stranger = graph(tenants.make("filtered-other").key());
    assertThat(names(all(stranger, filter).data().path("runs"))).isEmpty();
    assertThat(names(all(stranger, "{projectIds:[\"" + project + "\"]}").data().path("runs")))
        .isEmpty();
  }

  private static String person() {
    return "01890000-0000-7000-8000-000000000000";
  }

  @Test
  void whatIsSaidOfARunAndThatItIsArchivedIsShown() {
    TestTenants.Made made = tenants.make("archived");
    Graph owner = graph(made.key());
    String project =
        Things.id(owner, "createProject(input:{slug:\"archive\",name:\"A\"})", Map.of());
    String experiment =
        Things.id(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", Map.of("x", project));
    String run =
        Things.id(
            owner, "createRun(input:{experimentId:$x,name:\"old\"})", Map.of("x", experiment));
    JsonNode updated =
        owner
            .ask(
                "mutation($r:ID!){updateRun(input:{id:$r,expectedVersion:1,name:\"new\",note:\"why\",tags:[{key:\"k\",value:\"v\"}]}){name note version tags{key}}}",
                Map.of("r", run))
            .data()
            .path("updateRun");
    assertThat(updated.path("name").asText()).isEqualTo("new");
    assertThat(updated.path("note").asText()).isEqualTo("why");
    assertThat(updated.path("version").asInt()).isEqualTo(2);
    String archive = "mutation($r:ID!){archiveRun(id:$r,expectedVersion:%d){archivedAt}}";
    assertThat(owner.ask(archive.formatted(2), Map.of("r", run)).code())
        .as("it runs")
        .hasValue("CONFLICT");
    owner.ask("mutation($r:ID!){finishRun(id:$r,status:FINISHED){id}}", Map.of("r", run)).data();
    Graph viewer = graph(tenants.keyFor(made.tenant(), Role.VIEWER));
    assertThat(viewer.ask(archive.formatted(3), Map.of("r", run)).code()).hasValue("FORBIDDEN");
    owner.ask(archive.formatted(3), Map.of("r", run)).data();

    assertThat(names(owner.ask("{runs{edges{node{name}}}}").data().path("runs"))).isEmpty();
    JsonNode archived = all(viewer, "{archived:true}").data().path("runs");
    assertThat(names(archived)).containsExactly("new");
    assertThat(archived.at("/edges/0/node/archivedAt").isNull()).isFalse();
    assertThat(
            owner
                .ask(
                    "mutation($r:ID!){unarchiveRun(id:$r,expectedVersion:4){archivedAt}}",
                    Map.of("r", run))
                .data()
                .at("/unarchiveRun/archivedAt")
                .isNull())
        .isTrue();
    assertThat(names(all(owner, "{archived:true}").data().path("runs"))).isEmpty();
  }
}
