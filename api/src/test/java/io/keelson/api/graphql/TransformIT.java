package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.api.testing.VersionFiles;
import io.keelson.api.transform.TransformJobEvents;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.object.TenantObjects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Versions made of others; what jobs do is told here as their events tell it. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class TransformIT {
  private static final String SHA = "sha256:" + "ab".repeat(32);
  private static final String VERSION =
      """
      query($v:ID!){node(id:$v){... on DatasetVersion{status rejection number
        files{edges{node{path digest sizeBytes}}}
        transform{sql engine format digest reuses saved{amount} job{id status} inputs{name version{id}}}}}}
      """;

  @Inject TestTenants tenants;
  @Inject VersionFiles files;
  @Inject TenantDatabase database;
  @Inject TransformJobEvents events;
  @Inject TenantObjects objects;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  /** A tenant with a sealed version of one table, and an empty data set. */
  private final class World {
    final TestTenants.Made made;
    final Graph owner;
    final String project;
    final String source;
    final String target;

    World(String slug) {
      made = tenants.make(slug);
      owner = new Graph("http://127.0.0.1:" + port, made.key());
      project = id("createProject(input:{slug:\"wine\",name:\"Wine\"}){id}", Map.of());
      source = sealed("source");
      target = dataset("target");
    }

    String id(String mutation, Map<String, String> variables) {
      return owner
          .ask(declared(variables) + "{" + mutation + "}", variables)
          .data()
          .elements()
          .next()
          .path("id")
          .asText();
    }

    private String declared(Map<String, String> variables) {
      if (variables.isEmpty()) {
        return "mutation";
      }
      List<String> all = new ArrayList<>();
      variables.keySet().forEach(name -> all.add("$" + name + ":ID!"));
      return "mutation(" + String.join(",", all) + ")";
    }

    String dataset(String name) {
      return id(
          "createDataset(input:{projectId:$p,name:\"" + name + "\"}){id}", Map.of("p", project));
    }

    String open(String dataset) {
      return id("openDatasetVersion(datasetId:$d){id}", Map.of("d", dataset));
    }

    String sealed(String name) {
      String version = open(dataset(name));
      files.add(made.tenant().id(), version, "a.csv");
      return id("sealDatasetVersion(id:$v){id}", Map.of("v", version));
    }

    Graph.Answer run(String sql) {
      return run(target, sql, source);
    }

    Graph.Answer run(String dataset, String sql, String version) {
      return run(owner, dataset, sql, version);
    }

    Graph.Answer run(Graph caller, String dataset, String sql, String version) {
      return caller.ask(
          "mutation($i:RunTransformInput!){runTransform(input:$i){id number status}}",
          Map.of(
              "i",
              Map.of(
                  "datasetId",
                  dataset,
                  "sql",
                  sql,
                  "inputs",
                  List.of(Map.of("name", "wine", "datasetVersionId", version)))));
    }

    Graph.Answer preview() {
      return owner.ask(
          "mutation($i:PreviewTransformInput!){previewTransform(input:$i){id job{id version}}}",
          Map.of(
              "i",
              Map.of(
                  "projectId",
                  project,
                  "sql",
                  "SELECT 1 AS a",
                  "inputs",
                  List.of(Map.of("name", "wine", "datasetVersionId", source)))));
    }

    String made(String sql) {
      return run(sql).data().at("/runTransform/id").asText();
    }

    JsonNode version(String id) {
      return owner.ask(VERSION, Map.of("v", id)).data().path("node");
    }

    void end(String version, String status, JsonArray outputs) {
      UUID jobId =
          GlobalId.decode("id", GraphTypes.JOB, version(version).at("/transform/job/id").asText());
      OffsetDateTime now = OffsetDateTime.ofInstant(Instant.now(), ZoneOffset.UTC);
      JsonObject payload =
          new JsonObject()
              .put("jobId", jobId.toString())
              .put("status", status)
              .put("reason", status.equals("FAILED") ? "exited with 2" : null)
              .put("endedAt", now.toString())
              .put("outputs", outputs);
      UUID tenantId = made.tenant().id();
      Event event =
          new Event(UUID.randomUUID(), tenantId, "JobFinished", jobId, payload, null, now);
      database.transact(
          tenantId,
          tx -> {
            events.handle(tx, event);
            return null;
          });
    }
  }

  @Test
  void aTenantHasFivePreviewsUnderWayAtOnce() {
    World world = new World("transform-previews");
    for (int i = 0; i < 5; i++) {
      assertThat(world.preview().code()).isEmpty();
    }

    Graph.Answer refused = world.preview();
    assertThat(refused.code()).hasValue("QUOTA_EXCEEDED");
    assertThat(refused.message())
        .isEqualTo("previews under way: 5 of 5 are used, 1 more asked for");
    assertThat(new World("transform-previews-2").preview().code()).as("another's").isEmpty();

    UUID tenantId = world.made.tenant().id();
    database.transact(
        tenantId,
        tx ->
            tx.update(
                """
                UPDATE catalog.transform_preview
                SET status = 'READY'
                WHERE tenant_id = $1 AND id = (SELECT min(id::text)::uuid FROM catalog.transform_preview WHERE tenant_id = $1)
                """,
                tenantId));
    assertThat(world.preview().code()).isEmpty();
  }

  private static JsonArray table() {
    return new JsonArray()
        .add(new JsonObject().put("path", "data.parquet").put("digest", SHA).put("sizeBytes", 7));
  }

  @Test
  void whatAJobSelectsIsTheNextVersion() {
    World world = new World("transform-ends");
    String id = world.made("SELECT 1 FROM wine");
    JsonNode making = world.version(id);
    assertThat(making.path("status").asText()).isEqualTo("MAKING");
    assertThat(making.at("/transform/sql").asText()).isEqualTo("SELECT 1 FROM wine");
    assertThat(making.at("/transform/engine").asText()).isEqualTo("duckdb 1.0");
    assertThat(making.at("/transform/inputs/0/version/id").asText()).isEqualTo(world.source);
    assertThat(making.at("/transform/job/status").asText()).isEqualTo("QUEUED");

    world.end(id, "SUCCEEDED", table());
    world.end(id, "SUCCEEDED", table()); // events come twice

    JsonNode sealed = world.version(id);
    assertThat(sealed.path("status").asText()).isEqualTo("SEALED");
    assertThat(sealed.at("/files/edges")).hasSize(1);
    assertThat(sealed.at("/files/edges/0/node/digest").asText()).isEqualTo(SHA);
  }

  @Test
  void whatFailsIsRejectedAndMayBeTriedAgain() {
    World world = new World("transform-fails");
    String id = world.made("SELECT nothing FROM wine");

    world.end(id, "FAILED", new JsonArray());

    assertThat(world.version(id).path("status").asText()).isEqualTo("REJECTED");
    assertThat(world.version(id).path("rejection").asText())
        .isEqualTo("its transform failed: exited with 2");
    String again = world.made("SELECT nothing FROM wine");
    assertThat(again).isNotEqualTo(id);
    world.end(again, "SUCCEEDED", new JsonArray());
    assertThat(world.version(again).path("rejection").asText())
        .isEqualTo("its transform left no table");
    assertThat(world.version(again).path("number").asInt()).isEqualTo(2);
  }

  private void said(World world, String version, String... lines) {
    UUID jobId =
        GlobalId.decode(
            "id", GraphTypes.JOB, world.version(version).at("/transform/job/id").asText());
    UUID tenantId = world.made.tenant().id();
    StringBuilder chunk = new StringBuilder();
    for (String line : lines) {
      chunk.append("1 e ").append(line).append('\n');
    }
    byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
    String digest = objects.putBytes(tenantId, bytes).digest();
    database.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO compute.log_chunk (tenant_id, job_id, seq, attempt, from_line, to_line, out_offset_bytes,
                  err_offset_bytes, total_bytes, digest, created_at)
                VALUES ($1, $2, 1, 1, 1, $3, 0, 0, $4, $5, now())
                """,
                tenantId,
                jobId,
                (long) lines.length,
                (long) bytes.length,
                digest));
  }

  @Test
  void whateverTheEngineSaysIsTheReason() {
    World world = new World("transform-says");
    Map<String, String> rejectionBySaid =
        Map.of(
            "Invalid Input Error: \0abc",
            "Invalid Input Error: \uFFFDabc",
            "lone \uD83D and \uDE00",
            "lone ? and ?",
            "é😀".repeat(40_000),
            "é😀".repeat(166) + "é",
            "  spaces  ",
            "spaces");
    rejectionBySaid.forEach(
        (said, expected) -> {
          String id = world.made("SELECT error('" + expected.length() + "') FROM wine");
          said(
              world, id, "NOTE: Picked up JDK_JAVA_OPTIONS: -Xmx1g", "transform: " + said, "noise");
          world.end(id, "FAILED", new JsonArray());
          assertThat(world.version(id).path("status").asText()).isEqualTo("REJECTED");
          assertThat(world.version(id).path("rejection").asText())
              .isEqualTo("its transform failed: " + expected);
        });
  }

  @Test
  void whereTheProgramSaidNothingTheJobsReasonIsTold() {
    World world = new World("transform-silent");
    String id = world.made("SELECT 1 FROM wine");
    said(world, id, "NOTE: Picked up JDK_JAVA_OPTIONS: -Xmx1g", "Killed");

    world.end(id, "FAILED", new JsonArray());

    assertThat(world.version(id).path("rejection").asText())
        .isEqualTo("its transform failed: exited with 2");
  }

  @Test
  void whatWasMadeOfHiddenInputsIsNoAnswer() {
    World world = new World("transform-hidden");
    String other = world.id("createProject(input:{slug:\"other\",name:\"Other\"}){id}", Map.of());
    String target = datasetIn(world, other, "target");
    String twin = world.open(datasetIn(world, other, "twin"));
    files.add(world.made.tenant().id(), twin, "a.csv");
    world.id("sealDatasetVersion(id:$v){id}", Map.of("v", twin));
    String first = made(world.run(target, "SELECT 6", world.source));
    world.end(first, "SUCCEEDED", table());

    Graph ofOther =
        new Graph(
            "http://127.0.0.1:" + port,
            tenants.keyFor(
                world.made.tenant(),
                Set.of(Permission.DATASET_READ, Permission.DATASET_WRITE, Permission.JOB_SUBMIT),
                GlobalId.decode("id", GraphTypes.PROJECT, other)));
    String own = made(world.run(ofOther, target, "SELECT 6", twin));

    assertThat(own).isNotEmpty().isNotEqualTo(first);
    assertThat(world.version(first).at("/transform/reuses").asInt()).isZero();
    assertThat(made(world.run(ofOther, target, "SELECT 6", twin))).isEqualTo(own);
    assertThat(made(world.run(target, "SELECT 6", world.source)))
        .as("for who may read all")
        .isEqualTo(own);
  }

  private static String made(Graph.Answer answer) {
    return answer.data().at("/runTransform/id").asText();
  }

  private static String datasetIn(World world, String project, String name) {
    return world.id(
        "createDataset(input:{projectId:$p,name:\"" + name + "\"}){id}", Map.of("p", project));
  }

  @Test
  void theSameOfTheSameIsTheSameVersion() {
    World world = new World("transform-reuse");
    String first = world.made("SELECT 1");
    assertThat(world.made("SELECT 1")).as("while it is being made").isEqualTo(first);
    world.end(first, "SUCCEEDED", table());

    // Another version that holds the same is the same.
    String twin = world.sealed("twin");
    assertThat(world.run(world.target, "SELECT 1", twin).data().at("/runTransform/id").asText())
        .isEqualTo(first);
    assertThat(world.version(first).at("/transform/reuses").asInt()).isEqualTo(2);
    assertThat(world.made("SELECT 2")).isNotEqualTo(first);
    assertThat(
            world
                .run(world.dataset("other"), "SELECT 1", twin)
                .data()
                .at("/runTransform/id")
                .asText())
        .as("in another data set")
        .isNotEqualTo(first);
  }

  private static Graph.Answer as(World world, String format) {
    return world.owner.ask(
        "mutation($d:ID!,$v:ID!){runTransform(input:{datasetId:$d,sql:\"SELECT 7\",format:"
            + format
            + ",inputs:[{name:\"wine\",datasetVersionId:$v}]}){id}}",
        Map.of("d", world.target, "v", world.source));
  }

  /** What trainers read is another file: the same in another format is another version. */
  @Test
  void aTransformWritesTheFormatThatIsAskedForWhichIsPartOfWhatMakesItTheSame() {
    World world = new World("transform-format");
    String parquet = world.made("SELECT 7");
    assertThat(made(as(world, "PARQUET"))).isEqualTo(parquet);
    String csv = made(as(world, "CSV"));

    assertThat(csv).isNotEmpty().isNotEqualTo(parquet);
    assertThat(made(as(world, "CSV"))).isEqualTo(csv);
    assertThat(formatOfJob(world, parquet)).isEqualTo("PARQUET");
    assertThat(formatOfJob(world, csv)).isEqualTo("CSV");
    assertThat(world.version(parquet).at("/transform/format").asText()).isEqualTo("PARQUET");
    JsonNode shown = world.version(csv).path("transform");
    assertThat(shown.path("format").asText()).isEqualTo("CSV");
    assertThat(shown.path("engine").asText()).isEqualTo("duckdb 1.0");
    assertThat(shown.path("digest")).isNotEqualTo(world.version(parquet).at("/transform/digest"));

    world.end(
        csv,
        "SUCCEEDED",
        new JsonArray()
            .add(new JsonObject().put("path", "data.csv").put("digest", SHA).put("sizeBytes", 7)));
    assertThat(world.version(csv).at("/files/edges/0/node/path").asText()).isEqualTo("data.csv");
  }

  /** What its program is told. */
  private String formatOfJob(World world, String version) {
    UUID jobId =
        GlobalId.decode(
            "id", GraphTypes.JOB, world.version(version).at("/transform/job/id").asText());
    return database.transact(
        world.made.tenant().id(),
        tx ->
            tx.one(
                    "SELECT parameters ->> 'format' AS format FROM compute.job WHERE tenant_id = $1 AND id = $2",
                    tx.tenantId(),
                    jobId)
                .orElseThrow()
                .getString("format"));
  }

  /** It was sealed and nothing has looked at it yet: good enough, unless more is needed. */
  @Test
  void aTransformThatNeedsValidatedDataGetsNoOther() {
    World world = new World("transform-gate");
    Graph.Answer below = needs(world, "VALIDATED");
    assertThat(below.code()).hasValue("CONFLICT");
    assertThat(below.message()).contains("SEALED (expected: VALIDATED");
    assertThat(needs(world, "SEALED").code()).isEmpty();

    database.transact(
        world.made.tenant().id(),
        tx -> {
          for (String status : List.of("VALIDATING", "VALIDATED")) {
            tx.update(
                "UPDATE catalog.dataset_version SET status = $3 WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                GlobalId.decode("id", GraphTypes.DATASET_VERSION, world.source),
                status);
          }
          return null;
        });
    assertThat(needs(world, "VALIDATED").code()).isEmpty();
  }

  private static Graph.Answer needs(World world, String gate) {
    return world.owner.ask(
        "mutation($d:ID!,$v:ID!){runTransform(input:{datasetId:$d,sql:\"SELECT 8\",requires:"
            + gate
            + ",inputs:[{name:\"wine\",datasetVersionId:$v}]}){id}}",
        Map.of("d", world.target, "v", world.source));
  }

  @Test
  void manyWhoAskForTheSameAtOnceGetOneVersion() {
    World world = new World("transform-race");
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asked.add(CompletableFuture.supplyAsync(() -> world.made("SELECT 3")));
    }
    Set<String> made = new HashSet<>();
    asked.forEach(one -> made.add(one.join()));

    assertThat(made).hasSize(1);
    assertThat(world.version(made.iterator().next()).at("/transform/reuses").asInt()).isEqualTo(7);
  }

  @Test
  void nobodyElseFillsOrSealsWhatIsBeingMade() {
    World world = new World("transform-hands-off");
    String id = world.made("SELECT 4");

    assertThat(
            world
                .owner
                .ask("mutation($v:ID!){sealDatasetVersion(id:$v){id}}", Map.of("v", id))
                .code())
        .hasValue("CONFLICT");
    assertThat(
            world
                .owner
                .ask(
                    "mutation($v:ID!){startUpload(input:{datasetVersionId:$v,path:\"x.csv\",sizeBytes:1}){id}}",
                    Map.of("v", id))
                .code())
        .hasValue("CONFLICT");
    assertThat(world.run(world.target, "SELECT 5", id).code())
        .as("nobody reads it yet")
        .hasValue("CONFLICT");
  }

  @Test
  void inputsAreSealedVersionsUnderNamesOfTheirOwn() {
    World world = new World("transform-inputs");
    assertThat(world.run(world.target, "SELECT 1", world.open(world.target)).code())
        .hasValue("CONFLICT");
    assertThat(world.run(world.target, "", world.source).field()).isEqualTo("input.sql");
    assertThat(world.run(world.target, "x".repeat(32_769), world.source).field())
        .isEqualTo("input.sql");
    Graph.Answer badName =
        world.owner.ask(
            "mutation($d:ID!,$v:ID!){runTransform(input:{datasetId:$d,sql:\"SELECT 1\",inputs:[{name:\"a b\",datasetVersionId:$v}]}){id}}",
            Map.of("d", world.target, "v", world.source));
    assertThat(badName.field()).isEqualTo("input.inputs.name");
    for (String name :
        List.of("main", "TEMP", "System", "memory", "Information_Schema", "pg_catalog")) {
      Graph.Answer taken =
          world.owner.ask(
              "mutation($d:ID!,$v:ID!,$n:String!){runTransform(input:{datasetId:$d,sql:\"SELECT 1\",inputs:[{name:$n,datasetVersionId:$v}]}){id}}",
              Map.of("d", world.target, "v", world.source, "n", name));
      assertThat(taken.field()).isEqualTo("input.inputs.name");
    }
    Graph.Answer twice =
        world.owner.ask(
            "mutation($d:ID!,$v:ID!){runTransform(input:{datasetId:$d,sql:\"SELECT 1\",inputs:[{name:\"a\",datasetVersionId:$v},{name:\"A\",datasetVersionId:$v}]}){id}}",
            Map.of("d", world.target, "v", world.source));
    assertThat(twice.field()).isEqualTo("input.inputs.name");
  }
}
