package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.share.FairShare;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Rows that are long are read where there is room for them, however little of them is asked for.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class LongRowsIT {
  private static final int COLUMNS = 1_000;
  private static final int JOBS = 20;
  private static final int STEP_BYTES = 64 << 10;
  private static final int ROOM_BYTES = 1 << 20;

  @Inject TestTenants tenants;
  @Inject TenantDatabase database;
  @Inject SharedBytes memory;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @AfterEach
  void nothingIsHeldAnyMore() throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (memory.usedBytes() > 0 && Instant.now().isBefore(end)) {
      Thread.sleep(10);
    }
    assertThat(memory.usedBytes()).isZero();
  }

  private Graph graph(TestTenants.Made made) {
    return new Graph("http://127.0.0.1:" + port, made.key());
  }

  /** All of the tenant's share but a megabyte, or a little less. */
  private SharedBytes.Use others(TestTenants.Made made) {
    SharedBytes.Use use = memory.use(made.tenant().id());
    long bytes = 0;
    while (use.growTo(bytes + STEP_BYTES) == FairShare.Answer.TAKEN) {
      bytes += STEP_BYTES;
    }
    use.release(ROOM_BYTES);
    return use;
  }

  private void assertThatItNeedsRoom(TestTenants.Made made, String question, String what)
      throws InterruptedException {
    nothingIsHeldAnyMore();
    SharedBytes.Use others = others(made);
    try {
      Graph.Answer refused = graph(made).ask(question);
      assertThat(refused.code()).as(Things.shortened(refused.body())).hasValue("RATE_LIMITED");
      assertThat(refused.message()).contains(what + " takes more memory");
    } finally {
      others.end();
    }
    assertThat(graph(made).ask(question).code()).isEmpty();
  }

  @Test
  void profilesAreReadWhereThereIsRoomForThem() throws Exception {
    TestTenants.Made made = tenants.make("long-profiles");
    String version = versionWithAProfile(made);
    for (String asked : new String[] {"profile{rows}", "tables{edges{node{columns{type}}}}"}) {
      assertThatItNeedsRoom(
          made,
          "{node(id:\"" + version + "\"){... on DatasetVersion{" + asked + "}}}",
          "reading the profiles");
    }
    try (LiveClient socket = LiveClient.acknowledged(port, made.key())) {
      for (int i = 0; i < 3; i++) {
        socket.subscribe(
            "p", "{node(id:\"" + version + "\"){... on DatasetVersion{profile{rows}}}}");
        assertThat(socket.next().encode()).contains("\"rows\":");
        assertThat(socket.next().getString("type")).isEqualTo("complete");
      }
    }
  }

  private String versionWithAProfile(TestTenants.Made made) throws Exception {
    Graph owner = graph(made);
    String project = Things.id(owner, "createProject(input:{slug:\"long\",name:\"P\"})", Map.of());
    String dataset =
        Things.id(owner, "createDataset(input:{projectId:$x,name:\"d\"})", Map.of("x", project));
    String version = Things.id(owner, "openDatasetVersion(datasetId:$x)", Map.of("x", dataset));
    UUID id = GlobalId.decode("id", GraphTypes.DATASET_VERSION, version);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> insertProfile(made.tenant().id(), id)).get();
    }
    return version;
  }

  private int insertProfile(UUID tenant, UUID version) {
    return database.transact(
        tenant,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.table_profile (tenant_id, id, dataset_version_id, name, files, size_bytes, status,
                  row_count, profile, computed_at)
                VALUES ($1, $2, $3, 'a.csv', 1, 1, 'PROFILED', 1, $4, now())
                """,
                tenant,
                Ids.next(),
                version,
                profile()));
  }

  private static JsonObject profile() {
    JsonArray columns = new JsonArray();
    for (int i = 0; i < COLUMNS; i++) {
      columns.add(
          new JsonObject()
              .put("name", "c" + i)
              .put("type", "TEXT")
              .put("missing", 0)
              .put("distinct", 1)
              .put("min", "a".repeat(200))
              .put("max", "z".repeat(200))
              .put("histogram", new JsonArray()));
    }
    return new JsonObject().put("rows", 1).put("columns", columns);
  }

  @Test
  void commandsAreReadWhereThereIsRoomForThem() throws Exception {
    TestTenants.Made made = tenants.make("long-commands");
    Graph owner = graph(made);
    String project = Things.id(owner, "createProject(input:{slug:\"long\",name:\"P\"})", Map.of());
    for (int i = 0; i < JOBS; i++) {
      owner
          .ask(
              "mutation($p:ID!,$c:[String!]!){submitJob(input:{projectId:$p,name:\"j\",command:$c}){id}}",
              Map.of("p", project, "c", List.of("echo", "x".repeat(60_000))))
          .data();
    }
    assertThatItNeedsRoom(made, "{jobs(first:20){edges{node{command}}}}", "reading the commands");
  }
}
