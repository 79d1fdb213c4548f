package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.catalog.collection.CollectionRetention;
import io.keelson.api.catalog.collection.sealing.SealingLoop;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.identity.GatewayBearers;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestGateway;
import io.keelson.api.testing.TestTenants;
import io.keelson.serving.dataplane.Credentials;
import io.keelson.serving.dataplane.Route;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.metering.CounterFile;
import io.keelson.serving.metering.RequestCounters;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.routing.LoadReports;
import io.keelson.serving.routing.RoutingLoop;
import io.keelson.serving.watch.capture.CaptureLoop;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.capture.CaptureSink;
import io.keelson.serving.watch.capture.PredictionSink;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.object.TenantObjects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of an endpoint become rows of a data set, from the setting to the sealed version. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class CaptureIT {
  private static final String SET =
      "mutation($e:ID!,$s:Float!,$v:Int,$r:[String!]){setCapture(input:{endpointId:$e,share:$s,expectedVersion:$v,redact:$r}){capture{share redact version}}}";
  private static final String CAPTURE =
      """
      query($e:ID!){node(id:$e){... on Endpoint{capture{
        share redact retention kept shortened version dropped{total noRoom refused unreadable}
        dataset{name collector{id version figures{accepted duplicates waitingRows}}
          latest{id status collectedFrom{rows}}}}}}}""";

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject AccessDirectory directory;
  @Inject GatewayBearers bearers;
  @Inject SystemDatabase system;
  @Inject TenantDatabase database;
  @Inject TenantObjects objects;
  @Inject DerivedVersions versions;
  @Inject LiveSignals signals;
  @Inject CaptureSink sink;
  @Inject CollectionRetention retention;
  @Inject InstantSource clock;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "keelson.gateway.port")
  int gatewayPort;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  /** A tenant with an endpoint that serves. */
  private final class World {
    final TestTenants.Made made;
    final Graph owner;
    final UUID project;
    final String name = "wine";
    final UUID endpointId;
    final String endpoint;

    World(String slug) {
      made = tenants.make(slug);
      owner = graph(made.key());
      project =
          GlobalId.decode(
              "id",
              GraphTypes.PROJECT,
              owner
                  .ask("mutation{createProject(input:{slug:\"serving\",name:\"Serving\"}){id}}")
                  .data()
                  .at("/createProject/id")
                  .asText());
      Rollouts.Deployed deployed = endpoints.serve(made.tenant().id(), project, name, null);
      endpointId = deployed.endpointId();
      endpoint = GraphTypes.id(GraphTypes.ENDPOINT, endpointId);
    }

    Graph.Answer set(Graph caller, double share, Integer version, String... redact) {
      Map<String, Object> variables = new java.util.HashMap<>();
      variables.put("e", endpoint);
      variables.put("s", share);
      variables.put("v", version);
      variables.put("r", List.of(redact));
      return caller.ask(SET, variables);
    }

    Graph.Answer keepFor(String time, int version) {
      return owner.ask(
          "mutation($e:ID!,$v:Int!,$t:Duration!){setCapture(input:{endpointId:$e,share:1,expectedVersion:$v,retention:$t}){id}}",
          Map.of("e", endpoint, "v", version, "t", time));
    }

    /** A version with one captured row. */
    JsonNode sealed(String inferenceId) {
      String collector = capture().at("/dataset/collector/id").asText();
      byte[] rows = "{\"id\":0}{\"id\":1}".getBytes(StandardCharsets.UTF_8);
      sink.append(
          made.tenant().id(),
          endpointId,
          GlobalId.decode("id", GraphTypes.COLLECTOR, collector),
          List.of(new CaptureSink.Row(inferenceId, rows, rows.length / 2, rows.length)));
      owner.ask("mutation($c:ID!){sealCollected(id:$c){id}}", Map.of("c", collector)).data();
      new SealingLoop(system, database, objects, versions, clock).sealDue();
      return await(now -> now.at("/dataset/latest/collectedFrom/rows").asLong() == 1);
    }

    JsonNode version(String id) {
      return owner
          .ask(
              "query($v:ID!){node(id:$v){... on DatasetVersion{status digest removedAt collectedFrom{rows} files{edges{node{path}}} tables{edges{node{name}}}}}}",
              Map.of("v", id))
          .data()
          .path("node");
    }

    JsonNode capture() {
      return owner.ask(CAPTURE, Map.of("e", endpoint)).data().at("/node/capture");
    }

    JsonNode await(Predicate<JsonNode> condition) {
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      JsonNode now = capture();
      while (!condition.test(now)) {
        assertThat(System.nanoTime()).as("waits for %s", now).isLessThan(end);
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        now = capture();
      }
      return now;
    }

    /** As a gateway's routes say it. */
    CaptureSettings routed() {
      try (CounterFile file = CounterFile.create(folder, Ids.next(), 0)) {
        RoutingLoop routing =
            new RoutingLoop(
                system,
                new RequestCounters(file, clock),
                new StepTallies(database, Ids.next(), clock),
                signals,
                new LoadReports(system, Ids.next(), clock));
        routing.refresh();
        Route route = routing.get().find(made.tenant().id(), name);
        return route.capture();
      }
    }

    HttpResponse<String> infer(String id) throws Exception {
      String body =
          "{\"id\":\"%s\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2],\"data\":[0.5,1.5]}]}"
              .formatted(id);
      return http.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + gatewayPort + "/v2/models/" + name + "/infer"))
              .header("authorization", "Bearer " + made.key())
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private TestGateway gateway(World world, CaptureQueue<CaptureSettings> queue) throws IOException {
    return new TestGateway(
        new Credentials(directory, bearers),
        gatewayPort,
        queue,
        List.of(
            new TestGateway.Served(
                world.made.tenant().id(),
                world.project,
                world.endpointId,
                world.name,
                world.routed())));
  }

  @Test
  void requestsBecomeRowsOfADataSetOnceAndAreSealed() throws Exception {
    World world = new World("captures");
    assertThat(world.capture().isNull()).isTrue();
    assertThat(world.routed()).isNull();

    JsonNode set = world.set(world.owner, 1, null, "secret").data().at("/setCapture/capture");
    assertThat(set.path("version").asInt()).isEqualTo(1);
    assertThat(world.routed().share()).isEqualTo(1);
    assertThat(world.routed().redact()).isEqualTo(Set.of("secret"));

    CaptureQueue<CaptureSettings> queue = new CaptureQueue<>(16 << 20, 16 << 20, clock);
    try (TestGateway gateway = gateway(world, queue);
        CaptureLoop loop = CaptureLoop.of(database, queue, sink, PredictionSink.NONE)) {
      loop.start();
      for (String id : List.of("one", "two", "one")) {
        HttpResponse<String> answer = world.infer(id);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("keelson-inference-id")).contains(id);
      }
      JsonNode kept = world.await(now -> now.path("kept").asLong() == 2);
      assertThat(kept.at("/dropped/total").asLong()).isZero();
      assertThat(kept.at("/dataset/name").asText()).isEqualTo("wine captures");
      assertThat(kept.at("/dataset/collector/figures/accepted").asLong()).isEqualTo(2);
      assertThat(kept.at("/dataset/collector/figures/duplicates").asLong()).isEqualTo(1);

      String collector = kept.at("/dataset/collector/id").asText();
      world.owner.ask("mutation($c:ID!){sealCollected(id:$c){id}}", Map.of("c", collector)).data();
      new SealingLoop(system, database, objects, versions, clock).sealDue();
      JsonNode sealed =
          world.await(now -> now.at("/dataset/latest/collectedFrom/rows").asLong() == 2);
      assertThat(sealed.at("/dataset/collector/figures/waitingRows").asLong()).isZero();

      world
          .owner
          .ask(
              "mutation($c:ID!,$v:Int!){deleteCollector(id:$c,expectedVersion:$v){id}}",
              Map.of("c", collector, "v", kept.at("/dataset/collector/version").asInt()))
          .data();
      assertThat(world.infer("three").statusCode()).isEqualTo(200);
      JsonNode refused = world.await(now -> now.at("/dropped/refused").asLong() == 1);
      assertThat(refused.path("kept").asLong()).isEqualTo(2);
    }

    assertThat(world.set(world.owner, 0.5, 1).data().at("/setCapture/capture/version").asInt())
        .isEqualTo(2);
    assertThat(world.capture().at("/dataset/collector/id").asText())
        .as("a new collector of the same data set")
        .isNotEmpty();
    assertThat(world.routed().share()).isEqualTo(0.5);
    world.set(world.owner, 0, 2).data();
    assertThat(world.routed()).as("keeps nothing any more").isNull();
    assertThat(world.capture().path("kept").asLong()).isEqualTo(2);
  }

  @Test
  void whatIsKeptGoesAfterItsTimeAndTheVersionStaysWithItsDigest() {
    World world = new World("captures-retention");
    UUID tenant = world.made.tenant().id();
    world.set(world.owner, 1, null).data();
    assertThat(world.capture().path("retention").asText()).as("by itself").isEqualTo("PT2160H");
    assertThat(world.keepFor("PT36H", 1).field()).isEqualTo("input.retention");
    assertThat(world.keepFor("P3651D", 1).field()).isEqualTo("input.retention");
    world.keepFor("P2D", 1).data();
    world.set(world.owner, 1, 2).data();
    assertThat(world.capture().path("retention").asText()).as("stays").isEqualTo("PT48H");

    JsonNode sealed = world.sealed("one");
    String id = sealed.at("/dataset/latest/id").asText();
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    assertThat(removeOver(tenant, now.plusDays(1))).as("before its time").isZero();
    assertThat(world.version(id).at("/files/edges")).hasSize(1);

    assertThat(removeOver(tenant, now.plusDays(3))).isEqualTo(1);
    JsonNode removed = world.version(id);
    assertThat(removed.path("removedAt").isNull()).isFalse();
    assertThat(removed.at("/files/edges")).isEmpty();
    assertThat(removed.at("/tables/edges")).isEmpty();
    assertThat(removed.path("digest").asText()).startsWith("sha256:");
    assertThat(removed.at("/collectedFrom/rows").asLong()).isEqualTo(1);
    String experiment =
        world
            .owner
            .ask(
                "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"late\"}){id}}",
                Map.of("p", GraphTypes.id(GraphTypes.PROJECT, world.project)))
            .data()
            .at("/createExperiment/id")
            .asText();
    Graph.Answer run =
        world.owner.ask(
            "mutation($e:ID!,$d:ID!){createRun(input:{experimentId:$e,datasetVersionIds:[$d]}){id}}",
            Map.of("e", experiment, "d", id));
    assertThat(run.code()).as("nothing reads it any more").hasValue("CONFLICT");
    assertThat(removeOver(tenant, now.plusDays(3))).as("once").isZero();
  }

  @Test
  void whatWasKeptBeforeThereWasARetentionStaysUntilSomebodyAsksForOne() {
    World world = new World("captures-older");
    world.set(world.owner, 1, null).data();
    database.transact(
        world.made.tenant().id(),
        tx ->
            tx.update(
                "UPDATE catalog.dataset SET collected_days = NULL WHERE tenant_id = $1",
                tx.tenantId()));
    world.set(world.owner, 0.5, 1).data();
    assertThat(world.capture().path("retention").isNull()).as("nobody has asked").isTrue();
    world.keepFor("P2D", 2).data();
    assertThat(world.capture().path("retention").asText()).isEqualTo("PT48H");
  }

  @Test
  void whatBreaksASchemaThatIsGivenLaterIsKeptForAsLong() {
    World world = new World("captures-dead");
    world.set(world.owner, 1, null).data();
    world.keepFor("P2D", 1).data();
    JsonNode collector = world.capture().at("/dataset/collector");
    world
        .owner
        .ask(
            "mutation($c:ID!,$v:Int!,$s:JSON){updateCollector(input:{id:$c,expectedVersion:$v,schema:$s}){id}}",
            Map.of(
                "c", collector.path("id").asText(),
                "v", collector.path("version").asInt(),
                "s", Map.of("required", List.of("label"))))
        .data();

    List<Integer> days =
        database.transact(
            world.made.tenant().id(),
            tx ->
                tx.list(
                    row -> row.getInteger("collected_days"),
                    "SELECT collected_days FROM catalog.dataset WHERE tenant_id = $1",
                    tx.tenantId()));
    assertThat(days).containsExactly(2, 2);
  }

  private int removeOver(UUID tenant, OffsetDateTime at) {
    return database.transact(tenant, tx -> retention.removeOver(tx, at, 100));
  }

  @Test
  void whatIsNotWantedIsRefusedByItsFieldOrVersionAndToWhoeverMayNot() {
    World world = new World("captures-refused");

    assertThat(world.set(world.owner, 1.5, null).field()).isEqualTo("input.share");
    assertThat(world.set(world.owner, -0.1, null).field()).isEqualTo("input.share");
    assertThat(world.set(world.owner, 1, 1).code()).hasValue("CONFLICT");
    world.set(world.owner, 1, null).data();
    assertThat(world.set(world.owner, 0.5, null).code()).hasValue("CONFLICT");
    String key =
        world
            .owner
            .ask(
                "mutation{createApiKey(input:{name:\"deployer\",permissions:[ENDPOINT_READ,ENDPOINT_WRITE,PROJECT_READ]}){secret}}")
            .data()
            .at("/createApiKey/secret")
            .asText();
    assertThat(world.set(graph(key), 0.5, 1).code()).hasValue("FORBIDDEN");
    assertThat(world.set(graph(new World("captures-stranger").made.key()), 1, null).code())
        .hasValue("NOT_FOUND");
    assertThat(world.capture().path("share").asDouble()).isEqualTo(1);
  }
}
