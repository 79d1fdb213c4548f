package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.serving.watch.quality.Predictions;
import io.keelson.serving.watch.quality.Predictions.Prediction;
import io.keelson.serving.watch.quality.QualityLoop;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Predictions held against labels that come later, by windows, until these are frozen. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class QualityIT {
  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
  private static final String SET =
      """
      mutation($e:ID!,$v:Int,$m:QualityMeasure!,$h:Duration!){
        setQuality(input:{endpointId:$e,expectedVersion:$v,output:"label",measure:$m,window:"PT1H",horizon:$h}){
          qualityRule{output measure window horizon version}}}""";
  private static final String LABEL =
      "mutation($e:ID!,$l:[LabelInput!]!){logLabels(input:{endpointId:$e,labels:$l}){labels}}";
  private static final String QUALITY =
      """
      query($e:ID!,$r:Int,$p:PeriodInput!){node(id:$e){... on Endpoint{
        quality(period:$p,revision:$r){
          from to revision measure predictions labels coverage value low high frozen}}}}""";

  private static final String ARRIVAL =
      "query($e:ID!){node(id:$e){... on Endpoint{labelArrival{labels waiting median most}}}}";

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject SystemDatabase system;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final class World {
    final TestTenants.Made made;
    final Graph owner;
    final UUID endpointId;
    final String endpoint;

    World(String slug) {
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
      endpointId = endpoints.serve(made.tenant().id(), project, "wine", null).endpointId();
      endpoint = GraphTypes.id(GraphTypes.ENDPOINT, endpointId);
    }

    Graph.Answer set(Integer version, String measure) {
      Map<String, Object> variables = new HashMap<>();
      variables.put("e", endpoint);
      variables.put("v", version);
      variables.put("m", measure);
      variables.put("h", "PT24H");
      return owner.ask(SET, variables);
    }

    void predict(int revision, String id, String... values) {
      List<Prediction> predictions = new ArrayList<>();
      for (int item = 0; item < values.length; item++) {
        predictions.add(new Prediction(id, item, revision, START.plusSeconds(60), values[item]));
      }
      new Predictions(database, InstantSource.system())
          .keep(made.tenant().id(), endpointId, predictions);
    }

    void label(String id, String value, long version) {
      JsonNode taken =
          owner
              .ask(
                  LABEL,
                  Map.of(
                      "e",
                      endpoint,
                      "l",
                      List.of(Map.of("inferenceId", id, "value", value, "version", version))))
              .data();
      assertThat(taken.at("/logLabels/labels").asInt()).isEqualTo(1);
    }

    JsonNode arrival() {
      return owner.ask(ARRIVAL, Map.of("e", endpoint)).data().at("/node/labelArrival");
    }

    /** After a time all that has changed is computed; the loop goes by the platform's clock. */
    List<JsonNode> windows(Duration after, Integer revision) {
      InstantSource later = InstantSource.offset(InstantSource.system(), after);
      try (QualityLoop loop = new QualityLoop(system, database, later)) {
        while (loop.computeDue()) {
          // there may be more
        }
      }
      Map<String, Object> variables = new HashMap<>();
      variables.put("e", endpoint);
      variables.put("r", revision);
      variables.put(
          "p", Map.of("from", START.toString(), "to", START.plus(Duration.ofHours(2)).toString()));
      List<JsonNode> found = new ArrayList<>();
      owner.ask(QUALITY, variables).data().at("/node/quality").forEach(found::add);
      return found;
    }
  }

  @Test
  void classesAreHeldAgainstTheNewestOfTheirLabelsUntilTheWindowIsFrozen() {
    World world = new World("quality");
    assertThat(world.set(null, "ACCURACY").data().at("/setQuality/qualityRule/version").asInt())
        .isEqualTo(1);
    for (int i = 0; i < 8; i++) {
      world.predict(1, "i" + i, "1");
      world.predict(1, "i" + i, "2"); // known, and not changed
    }
    world.predict(2, "two", "1", "0");
    world.label("i0", "1.0", 1);
    world.label("i1", "0", 1);
    world.label("i1", "1", 3);
    world.label("i1", "0", 2);
    world.label("i2", "0", 1);
    world.label("orphan", "1", 1);

    List<JsonNode> open = world.windows(Duration.ofMinutes(2), null);

    JsonNode arrival = world.arrival();
    assertThat(arrival.path("labels").asInt()).isEqualTo(4);
    assertThat(arrival.path("waiting").asInt()).as("the orphan").isEqualTo(1);
    assertThat(Duration.parse(arrival.path("median").asText()))
        .isBetween(
            Duration.between(START, Instant.now()).minusMinutes(2),
            Duration.between(START, Instant.now()))
        .isLessThanOrEqualTo(Duration.parse(arrival.path("most").asText()));
    assertThat(open).hasSize(2);
    assertThat(open.get(0).path("revision").asInt()).isEqualTo(2);
    assertThat(open.get(0).path("predictions").asInt()).isEqualTo(2);
    assertThat(open.get(0).path("value").isNull()).isTrue();
    JsonNode one = open.get(1);
    assertThat(OffsetDateTime.parse(one.path("from").asText()).toInstant()).isEqualTo(START);
    assertThat(OffsetDateTime.parse(one.path("to").asText()).toInstant())
        .isEqualTo(START.plus(Duration.ofHours(1)));
    assertThat(one.path("measure").asText()).isEqualTo("ACCURACY");
    assertThat(one.path("predictions").asInt()).isEqualTo(8);
    assertThat(one.path("labels").asInt()).isEqualTo(3);
    assertThat(one.path("coverage").asDouble()).isEqualTo(0.375);
    assertThat(one.path("value").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(one.path("low").asDouble()).isCloseTo(0.20765960080204082, within(1e-9));
    assertThat(one.path("high").asDouble()).isCloseTo(0.9385080552796036, within(1e-9));
    assertThat(one.path("frozen").asBoolean()).isFalse();

    world.label("i3", "1", 1);
    world.predict(1, "orphan", "1");
    JsonNode again = world.windows(Duration.ofMinutes(4), 1).getFirst();
    assertThat(again.path("labels").asInt()).isEqualTo(5);
    assertThat(again.path("value").asDouble()).isEqualTo(0.8);

    JsonNode frozen = world.windows(Duration.ofDays(3), 1).getFirst();
    assertThat(frozen.path("frozen").asBoolean()).isTrue();
    world.label("i4", "0", 1);
    JsonNode after = world.windows(Duration.ofDays(4), 1).getFirst();
    assertThat(after).isEqualTo(frozen);
    assertThat(world.windows(Duration.ofDays(4), 2)).hasSize(1);
  }

  @Test
  void numbersAreHeldAgainstTheirsByTheMeanOfTheirErrors() {
    World world = new World("quality-numbers");
    world.set(null, "MEAN_ABSOLUTE_ERROR").data();
    world.predict(1, "a", "10");
    world.predict(1, "b", "20");
    world.predict(1, "c", "30");
    world.label("a", "11", 1);
    world.label("b", "17", 1);
    world.label("c", "no number", 1);

    JsonNode window = world.windows(Duration.ofMinutes(2), null).getFirst();

    assertThat(window.path("labels").asInt()).isEqualTo(2);
    assertThat(window.path("value").asDouble()).isEqualTo(2);
    assertThat(window.path("high").asDouble()).isCloseTo(2 + 1.959963984540054, within(1e-9));
    assertThat(window.path("low").asDouble()).isCloseTo(2 - 1.959963984540054, within(1e-9));
  }

  private static Graph.Answer collect(World world, Graph by, Integer version, Boolean collects) {
    Map<String, Object> input = new HashMap<>();
    input.put("endpointId", world.endpoint);
    input.put("expectedVersion", version);
    input.put("output", "label");
    input.put("measure", "ACCURACY");
    input.put("window", "PT1H");
    input.put("horizon", "PT24H");
    if (collects != null) {
      input.put("collectLabels", collects);
    }
    return by.ask(
        "mutation($i:SetQualityInput!){setQuality(input:$i){qualityRule{version labelsDatasetId}}}",
        Map.of("i", input));
  }

  /** What waits of the tenant's collectors, row by row. */
  private List<String> collected(World world) {
    List<String> rows = new ArrayList<>();
    for (byte[] batch :
        endpoints.transact(
            world.made.tenant().id(),
            tx ->
                tx.list(
                    row -> row.getBuffer("content").getBytes(),
                    "SELECT content FROM catalog.collected_batch WHERE tenant_id = $1 ORDER BY number",
                    tx.tenantId()))) {
      try (InputStream lines = new GZIPInputStream(new ByteArrayInputStream(batch))) {
        new String(lines.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.replaceAll(",\"time\":\"[^\"]+\"", ""))
            .forEach(rows::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return rows;
  }

  /** A transform joins them to what was captured. */
  @Test
  void labelsThatAreTakenBecomeRowsOfADataSetEachVersionOnce() {
    World world = new World("quality-collected");
    JsonNode rule = collect(world, world.owner, null, true).data().at("/setQuality/qualityRule");
    assertThat(rule.path("labelsDatasetId").asText()).isNotEmpty();
    world.label("a", "1", 1);
    world.label("a", "1", 1);
    world.label("a", "0", 3);
    world.label("a", "1", 2);
    world.label("b", "red", 1);
    List<String> rows =
        List.of(
            "{\"id\":\"a\",\"item\":0,\"label\":\"1\",\"version\":1}",
            "{\"id\":\"a\",\"item\":0,\"label\":\"0\",\"version\":3}",
            "{\"id\":\"b\",\"item\":0,\"label\":\"red\",\"version\":1}");
    assertThat(collected(world)).containsExactlyElementsOf(rows);

    endpoints.transact(
        world.made.tenant().id(),
        tx -> tx.update("DELETE FROM serving.label WHERE tenant_id = $1", tx.tenantId()));
    world.label("b", "red", 1);
    assertThat(collected(world))
        .as("its window was frozen, and it is sent again")
        .containsExactlyElementsOf(rows);

    assertThat(
            collect(world, world.owner, 1, null)
                .data()
                .at("/setQuality/qualityRule/labelsDatasetId"))
        .as("no change")
        .isEqualTo(rule.path("labelsDatasetId"));
    assertThat(
            collect(world, world.owner, 2, false)
                .data()
                .at("/setQuality/qualityRule/labelsDatasetId")
                .isNull())
        .isTrue();
    world.label("c", "1", 1);
    assertThat(collected(world)).containsExactlyElementsOf(rows);
  }

  @Test
  void whoeverMayNotWriteDataCollectsNone() {
    World world = new World("quality-collects-not");
    Graph by =
        new Graph(
            "http://127.0.0.1:" + port,
            tenants.keyFor(
                world.made.tenant(),
                Set.of(
                    Permission.PROJECT_READ, Permission.ENDPOINT_READ, Permission.ENDPOINT_WRITE),
                null));
    assertThat(collect(world, by, null, true).code()).hasValue("FORBIDDEN");
    assertThat(collect(world, by, null, null).code()).isEmpty();
  }

  @Test
  void whatIsNotWantedIsRefused() {
    World world = new World("quality-refused");
    assertThat(world.set(1, "ACCURACY").code()).hasValue("CONFLICT");
    world.set(null, "ACCURACY").data();
    assertThat(world.set(null, "ACCURACY").code()).hasValue("CONFLICT");
    assertThat(
            world
                .owner
                .ask(
                    LABEL,
                    Map.of(
                        "e",
                        world.endpoint,
                        "l",
                        List.of(Map.of("inferenceId", "a\u0001b", "value", "1"))))
                .field())
        .isEqualTo("input.labels.inferenceId");
    World stranger = new World("quality-stranger");
    assertThat(
            stranger
                .owner
                .ask(
                    LABEL,
                    Map.of(
                        "e",
                        world.endpoint,
                        "l",
                        List.of(Map.of("inferenceId", "a", "value", "1"))))
                .code())
        .hasValue("NOT_FOUND");
  }
}
