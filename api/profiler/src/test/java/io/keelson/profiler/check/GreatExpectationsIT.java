package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same suites on the same rows, judged here and by Great Expectations over pandas. */
@Tag("heavy")
class GreatExpectationsIT {
  private static final double TOLERANCE = 1e-9;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("target/great-expectations");
  private static final Path RESOURCES = Path.of("src/test/resources/io/keelson/profiler/check");

  private static final Map<String, String> FIELDS =
      Map.of(
          "element_count", "elementCount",
          "missing_count", "missingCount",
          "unexpected_count", "unexpectedCount",
          "unexpected_percent", "unexpectedPercent",
          "observed_value", "observedValue");

  private static final ReferenceTable TABLE = new ReferenceTable();
  private static JsonNode theirs;

  @BeforeAll
  static void ask() throws Exception {
    PythonEnvironment python =
        PythonEnvironment.make(FOLDER, "3.11", RESOURCES.resolve("requirements.txt"));
    TABLE.write(FOLDER.resolve("data.json"));
    Path said = FOLDER.resolve("said.json");
    python.run(
        RESOURCES.resolve("great_expectations_says.py"),
        FOLDER.resolve("data.json"),
        said,
        RESOURCES.resolve("suite-1.json"),
        RESOURCES.resolve("suite-2.json"));
    theirs = JSON.readTree(said.toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"suite-1.json", "suite-2.json"})
  void bothSayTheSame(String name) throws Exception {
    Suite suite = Suite.parse(Files.readString(RESOURCES.resolve(name)));

    List<Result> ours;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      TABLE.fill(connection);
      ours = TableChecks.run(connection, "main", "data", suite.expectations()).results();
    }

    List<String> differences = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      Expectation expectation = suite.expectations().get(i);
      compare(expectation, ours.get(i), theirs.path(expectation.id()), differences);
    }
    assertThat(ours).hasSizeGreaterThan(200);
    assertThat(differences).isEmpty();
  }

  private static void compare(
      Expectation expectation, Result ours, JsonNode theirs, List<String> differences) {
    String what =
        "%s %s %s %s mostly %s"
            .formatted(
                expectation.id(),
                expectation.name().text(),
                expectation.column(),
                expectation.arguments(),
                expectation.mostly());
    JsonNode json = ours.toJson();
    if (ours.errored() != null || theirs.has("exception")) {
      differences.add(what + ": " + ours.errored() + " / " + theirs.path("exception").asText());
      return;
    }
    if (ours.success() != theirs.path("success").asBoolean()) {
      differences.add(what + ": success is " + ours.success() + "; " + json + " / " + theirs);
    }
    theirs
        .path("result")
        .properties()
        .forEach(
            field -> {
              if (expectation.name().kind() == ExpectationKind.COLUMN) {
                return; // pandas has other names for types
              }
              JsonNode own = json.path(FIELDS.get(field.getKey()));
              if (!areEqual(own, field.getValue())) {
                differences.add(
                    "%s: %s is %s / %s".formatted(what, field.getKey(), own, field.getValue()));
              }
            });
  }

  private static boolean areEqual(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      double difference = Math.abs(a.doubleValue() - b.doubleValue());
      return difference <= TOLERANCE * Math.max(1, Math.abs(b.doubleValue()));
    }
    if (a.isContainerNode() && b.isContainerNode() && a.size() == b.size()) {
      List<JsonNode> ours = children(a);
      List<JsonNode> theirs = children(b);
      for (int i = 0; i < ours.size(); i++) {
        if (!areEqual(ours.get(i), theirs.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.equals(b);
  }

  private static List<JsonNode> children(JsonNode container) {
    List<JsonNode> all = new ArrayList<>();
    container.forEach(all::add);
    return all;
  }
}
