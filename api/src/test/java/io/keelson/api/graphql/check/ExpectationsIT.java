package io.keelson.api.graphql.check;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class ExpectationsIT {
  private static final String SUITE =
      "id number digest expectations{name table column arguments mostly severity onEmpty}";

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph owner;
  private String dataset;

  private void begin(String slug) {
    owner = new Graph("http://127.0.0.1:" + port, tenants.make(slug).key());
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"wine\",name:\"Wine\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    dataset =
        owner
            .ask(
                "mutation($p:ID!){createDataset(input:{projectId:$p,name:\"wine\"}){id}}",
                Map.of("p", project))
            .data()
            .at("/createDataset/id")
            .asText();
  }

  private Graph.Answer set(int expectedVersion, List<Map<String, Object>> expectations) {
    return owner.ask(
        "mutation($i:SetExpectationsInput!){setExpectations(input:$i){" + SUITE + "}}",
        Map.of(
            "i",
            Map.of(
                "datasetId",
                dataset,
                "expectedVersion",
                expectedVersion,
                "expectations",
                expectations)));
  }

  private Graph.Answer importSuite(int expectedVersion, Map<String, Object> suite) {
    return owner.ask(
        "mutation($i:ImportExpectationsInput!){importExpectations(input:$i){" + SUITE + "}}",
        Map.of(
            "i", Map.of("datasetId", dataset, "expectedVersion", expectedVersion, "suite", suite)));
  }

  private static Map<String, Object> expectation(String name, String column) {
    Map<String, Object> one = new HashMap<>();
    one.put("name", name);
    one.put("column", column);
    return one;
  }

  private static Map<String, Object> between(int min, int max) {
    Map<String, Object> one = expectation("expect_column_values_to_be_between", "age");
    one.put("arguments", Map.of("min_value", min, "max_value", max));
    return one;
  }

  @Test
  void aSuiteIsInForceUntilAnotherIs() {
    begin("suites");
    JsonNode first =
        set(0, List.of(expectation("expect_column_to_exist", "age"), between(0, 120)))
            .data()
            .path("setExpectations");
    assertThat(first.path("number").asInt()).isEqualTo(1);
    assertThat(first.at("/expectations/1/arguments/max_value").asInt()).isEqualTo(120);
    assertThat(first.at("/expectations/1/severity").asText()).isEqualTo("BLOCK");
    assertThat(first.at("/expectations/1/onEmpty").asText()).isEqualTo("FAIL");
    assertThat(first.at("/expectations/1/mostly").asDouble()).isEqualTo(1);

    JsonNode same =
        set(1, List.of(expectation("expect_column_to_exist", "age"), between(0, 120)))
            .data()
            .path("setExpectations");
    assertThat(same.path("id")).as("the same again").isEqualTo(first.path("id"));

    JsonNode second = set(1, List.of(between(0, 100))).data().path("setExpectations");
    assertThat(second.path("number").asInt()).isEqualTo(2);
    assertThat(second.path("digest")).isNotEqualTo(first.path("digest"));
    assertThat(set(1, List.of(between(0, 90))).code()).hasValue("CONFLICT");

    JsonNode seen =
        owner
            .ask(
                "query($d:ID!){node(id:$d){... on Dataset{expectations{number dataset{id}}"
                    + " expectationSuites(first:1){edges{node{number}} pageInfo{hasNextPage}}}}}",
                Map.of("d", dataset))
            .data()
            .path("node");
    assertThat(seen.at("/expectations/number").asInt()).isEqualTo(2);
    assertThat(seen.at("/expectations/dataset/id").asText()).isEqualTo(dataset);
    assertThat(seen.at("/expectationSuites/edges/0/node/number").asInt()).isEqualTo(2);
    assertThat(seen.at("/expectationSuites/pageInfo/hasNextPage").asBoolean()).isTrue();

    assertThat(set(2, List.of()).data().at("/setExpectations/number").asInt()).isEqualTo(3);
  }

  @Test
  void ofManyWhoSetOneAtOnceOneDoes() {
    begin("suites-at-once");
    List<CompletableFuture<Graph.Answer>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int max = 100 + i;
      all.add(CompletableFuture.supplyAsync(() -> set(0, List.of(between(0, max)))));
    }
    List<String> codes =
        all.stream()
            .map(CompletableFuture::join)
            .map(answer -> answer.code().orElse("done"))
            .toList();
    assertThat(codes).containsOnlyOnce("done").containsOnly("done", "CONFLICT");
  }

  @Test
  void whatCannotBeCheckedIsNamed() {
    begin("suites-refused");
    Graph.Answer unknown =
        set(0, List.of(between(0, 1), expectation("expect_column_values_to_be_nice", "age")));
    assertThat(unknown.code()).hasValue("VALIDATION");
    assertThat(unknown.field()).isEqualTo("input.expectations[1].name");
    assertThat(unknown.message()).contains("expect_column_values_to_be_nice");

    Graph.Answer noColumn = set(0, List.of(expectation("expect_column_to_exist", null)));
    assertThat(noColumn.field()).isEqualTo("input.expectations[0].column");

    Map<String, Object> share = between(0, 1);
    share.put("mostly", 1.5);
    assertThat(set(0, List.of(share)).field()).isEqualTo("input.expectations[0].mostly");

    Map<String, Object> stray = between(0, 1);
    stray.put("arguments", Map.of("min_value", 1, "row_condition", "a = 1"));
    assertThat(set(0, List.of(stray)).field())
        .isEqualTo("input.expectations[0].arguments.row_condition");

    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 201; i++) {
      many.add(between(0, i));
    }
    assertThat(set(0, many).field()).isEqualTo("input.expectations");
    Map<String, Object> huge = expectation("expect_column_values_to_be_in_set", "age");
    huge.put("arguments", Map.of("value_set", List.of("x".repeat(70_000))));
    assertThat(set(0, List.of(huge)).code()).hasValue("VALIDATION");
    assertThat(
            owner
                .ask(
                    "query($d:ID!){node(id:$d){... on Dataset{expectations{number}}}}",
                    Map.of("d", dataset))
                .data()
                .at("/node/expectations")
                .isNull())
        .as("nothing half done")
        .isTrue();
  }

  @Test
  void suitesOfGreatExpectationsAreImported() {
    begin("suites-imported");
    JsonNode made =
        importSuite(
                0,
                Map.of(
                    "name",
                    "wine",
                    "meta",
                    Map.of("great_expectations_version", "1.9.0"),
                    "expectations",
                    List.of(
                        Map.of(
                            "type",
                            "expect_column_values_to_not_be_null",
                            "kwargs",
                            Map.of("column", "age", "mostly", 0.9, "result_format", "SUMMARY"),
                            "severity",
                            "warning",
                            "meta",
                            Map.of()),
                        Map.of(
                            "expectation_type",
                            "expect_column_pair_values_a_to_be_greater_than_b",
                            "kwargs",
                            Map.of("column_A", "a", "column_B", "b", "or_equal", true)))))
            .data()
            .path("importExpectations");
    assertThat(made.at("/expectations/0/column").asText()).isEqualTo("age");
    assertThat(made.at("/expectations/0/mostly").asDouble()).isEqualTo(0.9);
    assertThat(made.at("/expectations/0/severity").asText()).isEqualTo("WARN");
    assertThat(made.at("/expectations/0/onEmpty").asText()).isEqualTo("PASS");
    assertThat(made.at("/expectations/1/arguments/column_A").asText()).isEqualTo("a");
    assertThat(made.at("/expectations/1/severity").asText()).isEqualTo("BLOCK");

    Graph.Answer unknown =
        importSuite(
            1,
            Map.of(
                "expectations",
                List.of(
                    Map.of("type", "expect_column_kl_divergence_to_be_less_than"),
                    Map.of("type", "expect_to_be_happy"))));
    assertThat(unknown.code()).hasValue("VALIDATION");
    assertThat(unknown.message())
        .contains("expect_column_kl_divergence_to_be_less_than", "expect_to_be_happy");
    assertThat(importSuite(1, Map.of()).field()).isEqualTo("input.suite.expectations");
  }

  private static Map<String, Object> ofType(String column, String type) {
    return Map.of(
        "type",
        "expect_column_values_to_be_of_type",
        "kwargs",
        Map.of("column", column, "type_", type));
  }

  @Test
  void typesOfPandasAndSparkAreTheEnginesAndUnknownOnesAreNamed() {
    begin("imports-types");
    JsonNode made =
        importSuite(
                0,
                Map.of(
                    "expectations",
                    List.of(
                        ofType("age", "int64"),
                        ofType("name", "str"),
                        ofType("paid", "BooleanType"),
                        ofType("at", "datetime64[ns]"),
                        ofType("size", "DECIMAL(10,2)"),
                        Map.of(
                            "type",
                            "expect_column_values_to_be_in_type_list",
                            "kwargs",
                            Map.of("column", "n", "type_list", List.of("int32", "LongType"))))))
            .data()
            .path("importExpectations");
    assertThat(made.at("/expectations/0/arguments/type_").asText()).isEqualTo("BIGINT");
    assertThat(made.at("/expectations/1/arguments/type_").asText()).isEqualTo("VARCHAR");
    assertThat(made.at("/expectations/2/arguments/type_").asText()).isEqualTo("BOOLEAN");
    assertThat(made.at("/expectations/3/name").asText())
        .isEqualTo("expect_column_values_to_be_in_type_list");
    assertThat(made.at("/expectations/3/arguments/type_list/0").asText()).isEqualTo("TIMESTAMP");
    assertThat(made.at("/expectations/4/arguments/type_").asText()).isEqualTo("DECIMAL(10,2)");
    assertThat(made.at("/expectations/5/arguments/type_list/1").asText()).isEqualTo("BIGINT");

    Graph.Answer unknown =
        importSuite(
            1, Map.of("expectations", List.of(ofType("a", "complex128"), ofType("b", "int64_t"))));
    assertThat(unknown.code()).hasValue("VALIDATION");
    assertThat(unknown.message()).contains("2 types are not known here: complex128, int64_t");
    Map<String, Object> ours = expectation("expect_column_values_to_be_of_type", "a");
    ours.put("arguments", Map.of("type_", "float64"));
    assertThat(set(1, List.of(ours)).message()).contains("1 types are not known here: float64");
  }
}
