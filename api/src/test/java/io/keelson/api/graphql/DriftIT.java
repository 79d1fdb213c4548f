package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.compute.job.JobInput;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureTap;
import io.keelson.serving.watch.finding.DriftLoop;
import io.keelson.serving.watch.profile.References;
import io.keelson.serving.watch.tally.DriftTarget;
import io.keelson.serving.watch.tally.TallyLoop;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.TenantObjects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Requests held against the training profile beside their model, window by window. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class DriftIT {
  private static final int HOUR = 3_600;
  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));
  private static final String PROFILE =
      """
      {"rows":400,"features":[{"name":"size","tensor":"features","column":0,
        "bins":{"kind":"numeric","edges":[1,2,3]},"counts":[100,100,100,100,0]}],
       "prediction":{"name":"label","tensor":"label","column":0,"labels":["red","white"],
        "bins":{"kind":"category","categories":["0","1"]},"counts":[200,200,0,0]}}
      """;
  private static final String SET =
      """
      mutation($i:SetDriftInput!){setDrift(input:$i){
        driftRule{share window minRows alpha needed windows counted dropped{total} version}
        revisions{driftReference{rows features reason}}}}""";
  private static final String DRIFT =
      """
      query($e:ID!,$r:Int,$b:DateTime){node(id:$e){... on Endpoint{driftRule{counted} drift(first:5,revision:$r,before:$b){
        from to revision rows referenceRows verdict judgedAt
        features{name kind rows verdict psi jensenShannon rankShift
          tests{divergence value byChance floor pValue adjustedPValue drifted}
          bins{from to category other missing referenceCount observedCount}}}}}}""";

  private static final String HISTORY =
      """
      query($e:ID!,$n:Int){node(id:$e){... on Endpoint{driftHistory(first:$n){
        revision featureCount windows{from to rows verdict}
        features{name kind drifted points{verdict psi divergence value byChance floor}}}}}}""";

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject SystemDatabase system;
  @Inject TenantDatabase database;
  @Inject References references;
  @Inject TenantObjects objects;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final class World {
    final TestTenants.Made made;
    final Graph owner;
    final UUID version = Ids.next();
    final UUID endpointId;
    final String endpoint;

    World(String slug, String profile) {
      made = tenants.make(slug);
      owner = new Graph("http://127.0.0.1:" + port, made.key());
      UUID project =
          GlobalId.decode(
              "id",
              GraphTypes.PROJECT,
              owner
                  .ask("mutation{createProject(input:{slug:\"serving\",name:\"Serving\"}){id}}")
                  .data()
                  .at("/createProject/id")
                  .asText());
      Rollouts.Deployed deployed =
          endpoints.deploy(made.tenant().id(), project, "wine", version, null, beside(profile));
      endpoints.becomeReady(made.tenant().id(), deployed);
      endpointId = deployed.endpointId();
      endpoint = GraphTypes.id(GraphTypes.ENDPOINT, endpointId);
    }

    private List<JobInput> beside(String profile) {
      if (profile == null) {
        return List.of();
      }
      ObjectRef stored =
          objects.putBytes(made.tenant().id(), profile.getBytes(StandardCharsets.UTF_8));
      return List.of(new JobInput("reference-profile.json", stored.digest(), stored.sizeBytes()));
    }

    Graph.Answer set(Integer expectedVersion, Map<String, Object> more) {
      Map<String, Object> input = new HashMap<>(more);
      input.put("endpointId", endpoint);
      input.put("expectedVersion", expectedVersion);
      return owner.ask(SET, Map.of("i", input));
    }

    /** A gateway's, at a time. */
    void asked(int hour, float size, int rows) {
      InstantSource clock = InstantSource.fixed(START.plusSeconds((long) hour * HOUR + 60));
      CaptureQueue<DriftTarget> queue = new CaptureQueue<>(4 << 20, 4 << 20, clock);
      CaptureTap<DriftTarget> tap =
          queue.tap(made.tenant().id(), endpointId, 1, new DriftTarget(version, 1, HOUR));
      tap.request(framed(request(size, rows)));
      tap.answer(framed(answer(rows)));
      tap.answered(1_000);
      new TallyLoop(queue, database, references, clock).flush();
    }

    JsonNode judged(Integer revision, Instant before) {
      try (DriftLoop loop = new DriftLoop(system, database, references, InstantSource.system())) {
        while (loop.judgeDue()) {
          // there may be more
        }
      }
      Map<String, Object> variables = new HashMap<>();
      variables.put("e", endpoint);
      variables.put("r", revision);
      variables.put("b", before == null ? null : before.toString());
      return owner.ask(DRIFT, variables).data().at("/node");
    }

    JsonNode history(int windows) {
      return owner
          .ask(HISTORY, Map.of("e", endpoint, "n", windows))
          .data()
          .at("/node/driftHistory");
    }
  }

  /** The newest three windows: two that drifted, and one of which its rows alone say nothing. */
  private static void assertHistory(JsonNode history) {
    assertThat(history.at("/revision").asInt()).isEqualTo(1);
    assertThat(history.at("/featureCount").asInt()).isEqualTo(2);
    assertThat(history.at("/windows").findValuesAsText("rows")).containsExactly("400", "400", "20");
    assertThat(history.at("/features").findValuesAsText("name")).startsWith("size");
    JsonNode points = history.at("/features/0/points");
    assertThat(points.findValuesAsText("verdict"))
        .containsExactly("INSUFFICIENT", "DRIFTED", "DRIFTED");
    for (String figure : List.of("psi", "value", "byChance", "floor")) {
      assertThat(points.at("/1/" + figure).isNumber()).as(figure).isTrue();
    }
    assertThat(points.at("/1/divergence").asText()).isIn("JENSEN_SHANNON", "NORMAL_SCORES");
    assertThat(points.at("/1/value").asDouble()).isGreaterThan(points.at("/1/floor").asDouble());
    assertThat(points.at("/1/value").asDouble()).isGreaterThan(points.at("/1/byChance").asDouble());
    assertThat(points.at("/2/divergence").isNull()).as("20 rows").isTrue();
    assertThat(points.at("/2/byChance").isNull()).as("20 rows").isTrue();
    assertThat(history.at("/features/0/drifted").asInt()).isEqualTo(2);
  }

  /** Spread over the four bins around a size. */
  private static ModelInferRequest request(float size, int rows) {
    ByteBuffer raw = ByteBuffer.allocate(rows * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      raw.putFloat(size + row % 4);
    }
    return ModelInferRequest.newBuilder()
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("features")
                .setDatatype("FP32")
                .addShape(rows)
                .addShape(1))
        .addRawInputContents(ByteString.copyFrom(raw.flip()))
        .build();
  }

  private static ModelInferResponse answer(int rows) {
    ModelInferResponse.InferOutputTensor.Builder label =
        ModelInferResponse.InferOutputTensor.newBuilder()
            .setName("label")
            .setDatatype("INT64")
            .addShape(rows);
    for (int row = 0; row < rows; row++) {
      label.getContentsBuilder().addInt64Contents(row % 2);
    }
    return ModelInferResponse.newBuilder().addOutputs(label).build();
  }

  private static byte[] framed(MessageLite message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(bytes.length + 5)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  @Test
  void requestsThatMovedAwayFromTheTrainingAreSeenWithTheirBins() {
    World world = new World("drift", PROFILE);
    JsonNode set = world.set(null, Map.of()).data().at("/setDrift");
    assertThat(set.at("/driftRule/share").asDouble()).isEqualTo(1);
    assertThat(set.at("/driftRule/window").asText()).isEqualTo("PT1H");
    assertThat(set.at("/driftRule/minRows").asInt()).isEqualTo(100);
    assertThat(set.at("/revisions/0/driftReference/rows").asInt()).isEqualTo(400);
    assertThat(set.at("/revisions/0/driftReference/features").asInt()).isEqualTo(2);
    assertThat(set.at("/revisions/0/driftReference/reason").isNull()).isTrue();

    world.asked(0, 0.5f, 200);
    world.asked(0, 0.5f, 200);
    world.asked(1, 2.5f, 400);
    world.asked(2, 2.5f, 400);
    world.asked(3, 2.5f, 20);

    JsonNode found = world.judged(null, null);
    assertThat(found.at("/driftRule/counted").asInt()).isEqualTo(1_220);
    assertHistory(world.history(3));
    assertThat(found.at("/drift")).hasSize(4);
    assertThat(found.at("/drift/0/verdict").asText()).as("two of three").isEqualTo("DRIFTED");
    assertThat(found.at("/drift/0/features/0/tests")).as("but 20 rows say nothing").isEmpty();
    assertThat(found.at("/drift/2/verdict").asText()).isEqualTo("INSUFFICIENT");
    JsonNode drifted = found.at("/drift/1");
    assertThat(OffsetDateTime.parse(drifted.at("/from").asText()).toInstant())
        .isEqualTo(START.plusSeconds(2 * HOUR));
    assertThat(OffsetDateTime.parse(drifted.at("/to").asText()).toInstant())
        .isEqualTo(START.plusSeconds(3 * HOUR));
    assertThat(drifted.at("/rows").asInt()).isEqualTo(400);
    assertThat(drifted.at("/referenceRows").asInt()).isEqualTo(400);
    JsonNode size = drifted.at("/features/0");
    assertThat(size.at("/name").asText()).isEqualTo("size");
    assertThat(size.at("/kind").asText()).isEqualTo("INPUT");
    assertThat(size.at("/verdict").asText()).isEqualTo("DRIFTED");
    assertThat(size.at("/psi").asDouble()).isGreaterThan(0.2);
    assertThat(size.at("/rankShift").asDouble()).isGreaterThan(0.1);
    assertThat(size.at("/tests"))
        .hasSize(2)
        .allSatisfy(
            test -> {
              assertThat(test.at("/drifted").asBoolean()).isTrue();
              assertThat(test.at("/value").asDouble())
                  .isGreaterThan(test.at("/byChance").asDouble());
            });
    assertThat(size.at("/bins")).hasSize(5);
    assertThat(size.at("/bins/0/from").isNull()).isTrue();
    assertThat(size.at("/bins/3/from").asDouble()).isEqualTo(3);
    assertThat(size.at("/bins/3/to").isNull()).isTrue();
    assertThat(size.at("/bins/3/referenceCount").asInt()).isEqualTo(100);
    assertThat(size.at("/bins/3/observedCount").asInt()).isEqualTo(300);
    assertThat(size.at("/bins/4/missing").asBoolean()).isTrue();
    JsonNode label = drifted.at("/features/1");
    assertThat(label.at("/kind").asText()).isEqualTo("PREDICTION");
    assertThat(label.at("/rankShift").isNull()).isTrue();
    assertThat(label.at("/bins/1/category").asText()).isEqualTo("white");
    assertThat(label.at("/bins/2/other").asBoolean()).isTrue();

    assertThat(world.judged(2, null).at("/drift")).isEmpty();
    assertThat(world.judged(null, START.plusSeconds(HOUR)).at("/drift")).hasSize(1);
  }

  @Test
  void aModelWithoutAUsableProfileSaysWhy() {
    assertThat(reason(new World("drift-none", null)))
        .isEqualTo("there is no reference-profile.json beside the model");
    assertThat(reason(new World("drift-old", "{\"rows\":1,\"features\":[{\"name\":\"a\"}]}")))
        .isEqualTo("reference-profile.json cannot be used: feature a has no bins and counts");
  }

  private static String reason(World world) {
    JsonNode revision = world.set(null, Map.of()).data().at("/setDrift/revisions/0/driftReference");
    assertThat(revision.at("/rows").isNull()).isTrue();
    return revision.at("/reason").asText();
  }

  @Test
  void whatIsNotWantedIsRefused() {
    World world = new World("drift-refused", PROFILE);
    assertThat(world.set(1, Map.of()).code()).hasValue("CONFLICT");
    assertThat(world.set(null, Map.of("share", 1.5)).field()).isEqualTo("input.share");
    assertThat(world.set(null, Map.of("window", "PT1.5S")).field()).isEqualTo("input.window");
    assertThat(world.set(null, Map.of("window", "PT9S")).field()).isEqualTo("input.window");
    assertThat(world.set(null, Map.of("minRows", 5)).field()).isEqualTo("input.minRows");
    assertThat(
            world
                .set(null, Map.of("share", 0, "window", "PT10S"))
                .data()
                .at("/setDrift/driftRule/version")
                .asInt())
        .isEqualTo(1);
    assertThat(world.set(null, Map.of()).code()).hasValue("CONFLICT");
    World stranger = new World("drift-stranger", PROFILE);
    assertThat(stranger.owner.ask(SET, Map.of("i", Map.of("endpointId", world.endpoint))).code())
        .hasValue("NOT_FOUND");
  }
}
