package io.keelson.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir Path folder;
  private final ObjectNode parameters = JSON.createObjectNode();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path outputs;

  @BeforeEach
  void lay() throws IOException {
    outputs = Files.createDirectories(folder.resolve("outputs"));
    parameters
        .put("memoryBytes", 256_000_000L)
        .put("threads", 1)
        .put("secondsPerTable", 60)
        .put("seconds", 600);
  }

  private void table(String name, byte[]... files) throws IOException {
    int number = parameters.withArray("tables").size();
    Path own = Files.createDirectories(folder.resolve("inputs/" + number));
    for (int i = 0; i < files.length; i++) {
      String ending = name.substring(name.lastIndexOf('.'));
      Files.write(own.resolve("table-%06d%s".formatted(i, ending)), files[i]);
    }
    parameters.withArray("tables").addObject().put("name", name).put("folder", "" + number);
  }

  private static byte[] text(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  private int run() throws IOException {
    Path file = folder.resolve("parameters.json");
    JSON.writeValue(file.toFile(), parameters);
    Map<String, String> environment =
        Map.of(
            "KEELSON_PARAMETERS", file.toString(),
            "KEELSON_INPUTS", folder.resolve("inputs").toString(),
            "KEELSON_OUTPUTS", outputs.toString());
    return new Validate(environment, System.out, new PrintStream(err, true, StandardCharsets.UTF_8))
        .run();
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(outputs.resolve(ValidationFile.NAME))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void eachTableHasALine() throws IOException {
    table("b \"quoted\".csv", text("a,b\n1,2\n"), text("a,b\n3,4\n5,6\n"));
    table("a.parquet", text("no table"));
    table("wide.csv", text("a,".repeat(1_000) + "b\n"));

    assertThat(run()).isZero();

    List<JsonNode> lines = lines();
    assertThat(lines)
        .extracting(line -> line.path("kind").asText() + " " + line.path("table").asText())
        .containsExactly("PROFILE b \"quoted\".csv", "PROFILE a.parquet", "PROFILE wide.csv");
    assertThat(lines)
        .extracting(line -> line.path("outcome").asText())
        .containsExactly("PROFILED", "UNREADABLE", "LIMITED");
    assertThat(lines.getFirst().at("/profile/rows").asInt()).isEqualTo(3);
    assertThat(lines.getFirst().at("/profile/columns")).hasSize(2);
    assertThat(lines.get(1).path("reason").asText())
        .isEqualTo("is not a Parquet file, or is cut short");
    try (var left = Files.list(folder.resolve("scratch"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aTableThatRunsOutOfMemoryTakesNoOtherWithIt() throws IOException, SQLException {
    table("text.csv", text("x\n1\n")); // its reader takes 32 MB at once
    Path made = folder.resolve("made.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (SELECT 1 AS x) TO " + Tables.quoted(made) + " (FORMAT parquet)");
    }
    table("small.parquet", Files.readAllBytes(made));
    parameters.put("memoryBytes", 8_000_000L);

    assertThat(run()).isZero();

    assertThat(lines())
        .extracting(line -> line.path("outcome").asText())
        .containsExactly("FAILED", "PROFILED");
    assertThat(lines().getFirst().path("reason").asText())
        .isEqualTo("needs more memory than the profiler has, 8000000 bytes");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("text.csv has no profile");
  }

  @Test
  void afterItsTurnItBeginsNoFurtherTableAndAtLeastOneIsLookedThrough() throws IOException {
    table("a.csv", text("x\n1\n"));
    table("b.csv", text("x\n1\n"));
    parameters.put("seconds", 0);

    assertThat(run()).isZero();

    assertThat(lines())
        .singleElement()
        .extracting(line -> line.path("table").asText())
        .isEqualTo("a.csv");
  }

  @Test
  void whatFindsNoRoomInTheFileIsLeftOut() throws IOException {
    byte[] profile = text("{\"rows\":1,\"columns\":[]}");
    try (ValidationFile file = ValidationFile.create(outputs, 200)) {
      assertThat(file.write(ValidationFile.Kind.PROFILE, "a", new TableOutcome.Answered(profile)))
          .isTrue();
      assertThat(file.write(ValidationFile.Kind.PROFILE, "b", new TableOutcome.Answered(profile)))
          .isTrue();
      assertThat(file.write(ValidationFile.Kind.PROFILE, "c", new TableOutcome.Answered(profile)))
          .isFalse();
      assertThat(
              file.write(ValidationFile.Kind.PROFILE, "d", new TableOutcome.Limited("is larger")))
          .isFalse();
    }
    assertThat(lines())
        .extracting(line -> line.path("table").asText() + line.at("/profile/rows").asText())
        .containsExactly("a1", "b1");
  }

  @Test
  void whereNothingCanBeWrittenItFails() throws IOException {
    table("a.csv", text("x\n1\n"));
    Files.createFile(outputs.resolve(ValidationFile.NAME));

    assertThat(run()).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("FileAlreadyExists");
  }

  private void expect(String id, String name, String table, String column, String severity) {
    parameters
        .withArray("expectations")
        .addObject()
        .put("id", id)
        .put("name", name)
        .put("table", table)
        .put("column", column)
        .put("mostly", 1)
        .put("severity", severity)
        .put("onEmpty", "FAIL");
  }

  @Test
  void tablesAreJudgedByWhatIsExpectedOfThem() throws IOException, SQLException {
    table("a.csv", text("x,y\n1,1\n,2\n3,3\n"));
    table("b.csv", text("x\n1\n1\n"));
    table("c.parquet", text("no table"));
    parameters.withArray("tables").forEach(one -> ((ObjectNode) one).put("check", true));
    ((ObjectNode) parameters.withArray("tables").get(1)).put("profile", false);
    expect("0", "expect_column_values_to_not_be_null", null, "x", "BLOCK");
    expect("1", "expect_column_values_to_be_unique", "b.csv", "x", "WARN");
    expect("2", "expect_column_to_exist", "a.csv", "z", "BLOCK");

    assertThat(run()).as(err.toString(StandardCharsets.UTF_8)).isZero();

    List<JsonNode> lines = lines();
    assertThat(lines)
        .extracting(
            line ->
                line.path("kind").asText()
                    + " "
                    + line.path("table").asText()
                    + " "
                    + line.path("outcome").asText())
        .containsExactly(
            "PROFILE a.csv PROFILED",
            "CHECKS a.csv JUDGED",
            "CHECKS b.csv JUDGED",
            "PROFILE c.parquet UNREADABLE");
    JsonNode a = lines.get(1).path("checks");
    assertThat(a.path("results"))
        .extracting(result -> result.path("id").asText() + result.path("success").asBoolean())
        .containsExactly("0false", "2false");
    assertThat(a.at("/results/0/unexpectedCount").asInt()).isEqualTo(1);
    assertThat(a.at("/quarantine/written").asInt()).isEqualTo(1);
    assertThat(lines.get(2).path("checks").path("results"))
        .extracting(result -> result.path("id").asText() + result.path("success").asBoolean())
        .containsExactly("0true", "1false");
    assertThat(outputs.resolve("quarantine/1.parquet")).doesNotExist();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT y, _keelson_failed FROM "
                    + Tables.quoted(outputs.resolve("quarantine/0.parquet")))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2);
      assertThat(rows.getString(2)).isEqualTo("[0]");
      assertThat(rows.next()).isFalse();
    }
  }
}
