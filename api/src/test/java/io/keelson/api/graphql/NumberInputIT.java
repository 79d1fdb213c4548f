package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import graphql.schema.GraphQLSchema;
import io.keelson.api.graphql.NumberPlaces.Place;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * A number that its type cannot hold is refused where it stands, and is never taken for another.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class NumberInputIT {
  private static final String HUGE = "1" + "0".repeat(400);

  /** 2^63, 2^64 + 1 and what is no whole number, for any whole number. */
  private static final List<String> NO_LONGS =
      List.of(
          "9223372036854775808",
          "-9223372036854775809",
          "18446744073709551617",
          "1e30",
          "1.5",
          "1e-9",
          "1e999",
          HUGE,
          "\"ten\"",
          "\"1.5\"",
          "\"\"",
          "true");

  private static final Map<String, List<String>> NOT_OF =
      Map.of(
          "BigInteger",
          NO_LONGS,
          "Int",
          List.of("2147483648", "-2147483649", "4294967297", "-4294967295", "\"1\""),
          "Float",
          List.of("1e999", "-1e999", HUGE, "\"NaN\"", "\"Infinity\"", "\"1\"", "true"),
          "BigDecimal",
          List.of("\"NaN\"", "\"ten\"", "\"\"", "\"1e999999999\"", "true"));

  @Inject TestTenants tenants;
  @Inject GraphQLSchema schema;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void everyNumberOfTheSchemaIsRefusedByItsNameWhereItsTypeCannotHoldIt() {
    Graph owner = graph("numbers");
    List<Place> places = NumberPlaces.of(schema);
    assertThat(places)
        .extracting(place -> place.field() + " " + place.path())
        .contains(
            "Query.projects first",
            "Run.series buckets",
            "Mutation.rollBack expectedVersion",
            "Mutation.logBatch input.metrics[0].step",
            "Mutation.logBatch input.metrics[0].value",
            "Mutation.submitJob input.resources.memoryBytes",
            "Mutation.setBudget input.amount");
    SoftAssertions all = new SoftAssertions();
    for (Place place : places) {
      for (String number : notOf(place.scalar())) {
        refused(all, place, number, "in place", owner.ask(place.literal(number)));
        refused(all, place, number, "as a variable", asked(owner, place, number));
      }
    }
    all.assertAll();
    assertThat(owner.ask("{budgets{id}}").data().get("budgets")).as("nothing was done").isEmpty();
  }

  private static List<String> notOf(String scalar) {
    return scalar.equals("Int")
        ? Stream.concat(NO_LONGS.stream(), NOT_OF.get(scalar).stream()).toList()
        : NOT_OF.get(scalar);
  }

  private static Graph.Answer asked(Graph caller, Place place, String number) {
    return send(caller, place.variable(), place.variables(number));
  }

  private static Graph.Answer send(Graph caller, String query, String variables) {
    return caller.send("{\"query\":" + Json.encode(query) + ",\"variables\":" + variables + "}");
  }

  private static void refused(
      SoftAssertions all, Place place, String number, String how, Graph.Answer answer) {
    String shown = number.length() > 40 ? "of " + number.length() + " digits" : number;
    String what = "%s %s: %s %s".formatted(place.field(), place.path(), shown, how);
    String told = Things.shortened(answer.body());
    all.assertThat(answer.code()).as("%s: %s", what, told).hasValue("VALIDATION");
    all.assertThat(answer.field()).as("%s: %s", what, told).isEqualTo(place.path());
    all.assertThat(answer.message())
        .as(what)
        .startsWith(place.path() + ": ")
        .hasSizeLessThan(300)
        .doesNotContain("SRGQL");
  }

  @Test
  void whatIsAWholeNumberIsTakenAsItIsHoweverItIsWritten() {
    Graph owner = graph("whole-numbers");
    String run = run(owner);
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("9223372036854775807", "9223372036854775807");
    steps.put("\"9223372036854775806\"", "9223372036854775806");
    steps.put("4294967297", "4294967297");
    steps.put("1e2", "100");
    steps.put("3.0", "3");
    steps.put("0", "0");
    String log = "logBatch(input:{runId:\"%s\",metrics:[{key:\"%s\",value:7,step:%s}]}){id}";
    int count = 0;
    for (String step : steps.keySet()) {
      String literal = "mutation{" + log.formatted(run, "l" + count, step) + "}";
      send(owner, literal, "{}").data();
      String variable = "mutation($s:BigInteger){" + log.formatted(run, "v" + count, "$s") + "}";
      send(owner, variable, "{\"s\":" + step + "}").data();
      count++;
    }
    Map<String, String> read = new LinkedHashMap<>();
    for (JsonNode metric :
        owner
            .ask("{node(id:\"" + run + "\"){... on Run{metrics{key step}}}}")
            .data()
            .at("/node/metrics")) {
      read.put(metric.get("key").asText(), metric.get("step").asText());
    }
    Map<String, String> expected = new LinkedHashMap<>();
    List<String> values = List.copyOf(steps.values());
    for (int i = 0; i < values.size(); i++) {
      expected.put("l" + i, values.get(i));
      expected.put("v" + i, values.get(i));
    }
    assertThat(read).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(owner.ask("{projects(first:1.0){edges{cursor}}}").data()).isNotNull();
    String list = "query($first:Int){projects(first:$first){edges{cursor}}}";
    assertThat(send(owner, list, "{\"first\":1.0}").data()).isNotNull();
  }

  @Test
  void aNumberWithinJsonIsNamedByItsPathWhereNobodyCouldReadIt() {
    Graph owner = graph("numbers-in-json");
    String id = "{projectId:\"project_01h455vb4pex5vsknk084sn02q\",name:\"n\",command:[\"true\"]";
    String literal = "mutation{submitJob(input:" + id + ",parameters:{a:[1,{b:%s}]}}){id}}";
    String variable =
        "mutation($parameters:JSON){submitJob(input:" + id + ",parameters:$parameters}){id}}";
    for (String number : List.of("1e999", "-1e999", HUGE)) {
      Graph.Answer inPlace = send(owner, literal.formatted(number), "{}");
      assertThat(inPlace.code()).as(inPlace.body().toString()).hasValue("VALIDATION");
      assertThat(inPlace.field()).isEqualTo("input.parameters.a[1].b");
      assertThat(inPlace.message()).hasSizeLessThan(200);
      String given = "{\"parameters\":{\"a\":[1,{\"b\":" + number + "}]}}";
      Graph.Answer asVariable = send(owner, variable, given);
      assertThat(asVariable.code()).as(asVariable.body().toString()).hasValue("VALIDATION");
      assertThat(asVariable.field()).isEqualTo("parameters.a[1].b");
    }
    assertThat(send(owner, literal.formatted("1e300"), "{}").code()).hasValue("NOT_FOUND");
  }

  @Test
  void theDefaultOfAVariableIsNamedByTheVariable() {
    Graph owner = graph("number-defaults");
    String list = "query($first:Int=%s){projects(first:$first){edges{cursor}}}";
    for (String variables : List.of("{}", "{\"first\":1}")) {
      Graph.Answer answer = send(owner, list.formatted("4294967297"), variables);
      assertThat(answer.code()).as(answer.body().toString()).hasValue("VALIDATION");
      assertThat(answer.field()).as(answer.body().toString()).isEqualTo("first");
    }
    assertThat(send(owner, list.formatted("1"), "{}").data()).isNotNull();
  }

  @Test
  void numbersOverASocketAreReadAlike() throws Exception {
    try (LiveClient client = LiveClient.acknowledged(port, tenants.make("number-socket").key())) {
      client.subscribe(
          "1",
          "query($first:Int){projects(first:$first){edges{cursor}}}",
          new JsonObject("{\"first\":18446744073709551631}"));
      JsonObject answer = client.next();
      assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("error");
      JsonObject extensions =
          answer.getJsonArray("payload").getJsonObject(0).getJsonObject("extensions");
      assertThat(extensions.getString("code")).isEqualTo("VALIDATION");
      assertThat(extensions.getString("field")).isEqualTo("first");
    }
  }

  private static String run(Graph owner) {
    String project = Things.id(owner, "createProject(input:{slug:\"steps\",name:\"N\"})", Map.of());
    String experiment =
        Things.id(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", Map.of("x", project));
    return Things.id(owner, "createRun(input:{experimentId:$x})", Map.of("x", experiment));
  }

  private Graph graph(String slug) {
    return new Graph("http://127.0.0.1:" + port, tenants.make(slug).key());
  }
}
