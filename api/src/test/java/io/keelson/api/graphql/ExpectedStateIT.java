package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Whoever says what they believe a thing is like changes no other one. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class ExpectedStateIT {
  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph owner(String tenant) {
    return new Graph("http://127.0.0.1:" + port, tenants.make(tenant).key());
  }

  private static String project(Graph owner) {
    return Things.id(owner, "createProject(input:{slug:\"stale\",name:\"Stale\"})", Map.of());
  }

  private static Graph.Answer change(Graph owner, String mutation, String id, int version) {
    return owner.ask(
        "mutation($id:ID!,$version:Int){changed:" + mutation + "{status version}}",
        Map.of("id", id, "version", version));
  }

  @Test
  void aRunThatHasChangedIsNotFinished() {
    Graph owner = owner("stale-run");
    String experiment =
        Things.id(
            owner,
            "createExperiment(input:{projectId:$x,name:\"e\"})",
            Map.of("x", project(owner)));
    String run = Things.id(owner, "createRun(input:{experimentId:$x})", Map.of("x", experiment));
    String finish = "finishRun(id:$id,status:FINISHED,expectedVersion:$version)";
    int version =
        owner
            .ask("query($x:ID!){node(id:$x){... on Run{version}}}", Map.of("x", run))
            .data()
            .at("/node/version")
            .asInt();

    assertThat(change(owner, finish, run, version - 1).code()).hasValue("CONFLICT");
    Graph.Answer finished = change(owner, finish, run, version);

    assertThat(finished.data().at("/changed/status").asText()).isEqualTo("FINISHED");
    assertThat(finished.data().at("/changed/version").asInt()).isEqualTo(version + 1);
  }

  @Test
  void aDataSetVersionThatHasChangedIsNotSealed() {
    Graph owner = owner("stale-version");
    String dataset =
        Things.id(
            owner, "createDataset(input:{projectId:$x,name:\"d\"})", Map.of("x", project(owner)));
    String version = Things.id(owner, "openDatasetVersion(datasetId:$x)", Map.of("x", dataset));
    String seal = "sealDatasetVersion(id:$id,expectedVersion:$version)";

    Graph.Answer stale = change(owner, seal, version, 0);
    Graph.Answer empty = change(owner, seal, version, 1);

    assertThat(stale.code()).hasValue("CONFLICT");
    assertThat(stale.message()).contains("has changed since version 0");
    assertThat(empty.message()).as("the right version, but no files").contains("no files");
  }

  @Test
  void nodeAnswersTheCallersTenantAndItsKeys() {
    Graph owner = owner("own-nodes");
    String tenant = owner.ask("{tenant{id}}").data().at("/tenant/id").asText();
    String key =
        owner.ask("{apiKeys{edges{node{id}}}}").data().at("/apiKeys/edges/0/node/id").asText();
    String other = owner("other-nodes").ask("{tenant{id}}").data().at("/tenant/id").asText();
    Graph.Answer answer =
        owner.ask(
            "query($t:ID!,$k:ID!,$o:ID!){tenant:node(id:$t){... on Tenant{slug}} key:node(id:$k){...on ApiKey{id}} other:node(id:$o){id}}",
            Map.of("t", tenant, "k", key, "o", other));

    assertThat(answer.data().at("/tenant/slug").asText()).startsWith("own-nodes");
    assertThat(answer.data().at("/key/id").asText()).isEqualTo(key);
    assertThat(answer.data().get("other").isNull()).isTrue();
  }
}
