package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.demo.door.Refused;
import io.keelson.demo.report.Table;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Fact;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What is expected of the data, the gate before whatever reads it, and two people who open it. */
final class Checking {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration WAIVED_FOR = Duration.ofHours(1);
  private static final int ROWS = 178;

  /** Rows whose first value lost its decimal point. */
  private static final int BROKEN_ROWS = 3;

  private static final List<Map<String, Object>> EXPECTATIONS = expectations(ROWS);

  private static final String DATASET =
      "query ($id: ID!) { node(id: $id) { ... on DatasetVersion { version dataset { id } } } }";
  static final String EXPECT =
      "mutation ($input: SetExpectationsInput!) { setExpectations(input: $input) { id number } }";
  private static final String VALIDATE =
      """
      mutation ($id: ID!, $version: Int!) {
        validate(id: $id, expectedVersion: $version) { id status }
      }
      """;
  private static final String OPEN =
      "mutation ($id: ID!) { openDatasetVersion(datasetId: $id) { id number } }";
  private static final String SEAL = "mutation ($id: ID!) { sealDatasetVersion(id: $id) { id } }";
  private static final String CHECKED =
      """
      query ($id: ID!) {
        node(id: $id) { ... on DatasetVersion {
          status rejection waivedUntil
          validation {
            id status passed failed quarantinedRows quarantine { id dataset { name } }
            results { edges { node {
              number success unexpectedCount elementCount expectation { name column }
            } } }
          }
        } }
      }
      """;
  private static final String SUBMIT =
      "mutation ($input: SubmitJobInput!) { submitJob(input: $input) { id } }";
  private static final String ASK =
      "mutation ($input: AskForWaiverInput!) { askForWaiver(input: $input) { id version } }";
  private static final String GRANT =
      "mutation ($input: DecideWaiverInput!) { grantWaiver(input: $input) { id version status } }";
  private static final String END =
      "mutation ($input: DecideWaiverInput!) { endWaiver(input: $input) { status } }";

  private final DemoRun run;
  private final DatasetUploads uploads;
  private final Fact<JsonNode> rejected = new Fact<>("rejected data set version");
  private String brokenVersion;

  Checking(DemoRun run) {
    this.run = run;
    this.uploads = new DatasetUploads(run);
  }

  List<Step> steps() {
    return List.of(
        Step.of("expect things of it, check them", this::check),
        Step.of("a broken version stops at the gate", this::reject),
        Step.of("two people let it pass", this::waive));
  }

  private Result check() throws Exception {
    String wine = run.validatedWine.get();
    JsonNode version = run.engineer.call(DATASET, Map.of("id", wine)).path("node");
    run.engineer.mutate(
        EXPECT,
        Map.of(
            "datasetId",
            version.at("/dataset/id").asText(),
            "expectedVersion",
            0,
            "expectations",
            EXPECTATIONS));
    int expectedVersion = version.path("version").asInt();
    run.engineer.call(VALIDATE, Map.of("id", wine, "version", expectedVersion));
    JsonNode checked = ended(wine, "VALIDATED");
    JsonNode validation = checked.path("validation");
    Check.equal("validation", validation.path("status").asText(), "PASSED");
    Check.equal("passed", validation.path("passed").asInt(), EXPECTATIONS.size());
    return Result.of(
            "PASSED: %d of %d, by one scan", EXPECTATIONS.size(), validation.path("passed").asInt())
        .with(table(validation));
  }

  private Result reject() throws Exception {
    String dataset =
        run.engineer
            .call(DATASET, Map.of("id", run.validatedWine.get()))
            .at("/node/dataset/id")
            .asText();
    brokenVersion =
        run.engineer.call(OPEN, Map.of("id", dataset)).at("/openDatasetVersion/id").asText();
    DataFile broken = broken(DataFile.of("wine.csv"));
    uploads.put(brokenVersion, broken);
    run.engineer.call(SEAL, Map.of("id", brokenVersion));
    JsonNode checked = ended(brokenVersion, "REJECTED");
    JsonNode validation = checked.path("validation");
    Check.equal("failed", validation.path("failed").asInt(), 1);
    Check.equal("rows kept apart", validation.path("quarantinedRows").asInt(), BROKEN_ROWS);
    rejected.set(validation);
    String refusal = refused("CONFLICT", run.engineer, SUBMIT, job(brokenVersion));
    return Result.of(
        "%d of %d rows kept apart as %s; a job: %s",
        BROKEN_ROWS, ROWS, validation.at("/quarantine/dataset/name").asText(), refusal);
  }

  private Result waive() throws Exception {
    JsonNode validation = rejected.get();
    Map<String, Object> input =
        Map.of(
            "validationId",
            validation.path("id").asText(),
            "number",
            failed(validation).path("number").asInt(),
            "reason",
            "three slips of the pen, of no weight for what we try",
            "endsAt",
            run.clock.instant().plus(WAIVED_FOR).toString());
    JsonNode asked = run.engineer.mutate(ASK, input);
    String own = refused("FORBIDDEN", run.engineer, GRANT, decision(asked));
    JsonNode granted = run.reviewer.mutate(GRANT, decision(asked));
    Check.equal("waiver", granted.path("status").asText(), "GRANTED");
    Check.equal("waived", isWaived(), true);
    JsonNode ended = run.reviewer.mutate(END, decision(granted));
    Check.equal("waiver", ended.path("status").asText(), "ENDED");
    Check.equal("waived", isWaived(), false);
    return Result.of("whoever asked: %s; somebody else opened the gate, and shut it again", own);
  }

  private boolean isWaived() throws Exception {
    JsonNode found = run.engineer.call(CHECKED, Map.of("id", brokenVersion)).path("node");
    return !found.path("waivedUntil").isNull();
  }

  /** Of wines, and of this many at least. */
  static List<Map<String, Object>> expectations(int rows) {
    return List.of(
        expectation(
            "expect_column_values_to_be_between",
            "Alcohol",
            Map.of("min_value", 8, "max_value", 20)),
        expectation(
            "expect_column_values_to_be_in_set",
            "class",
            Map.of("value_set", List.of("cultivar_1", "cultivar_2", "cultivar_3"))),
        expectation("expect_column_values_to_not_be_null", "Proline", Map.of()),
        Map.of(
            "name",
            "expect_table_row_count_to_be_between",
            "arguments",
            Map.of("min_value", rows)));
  }

  private static Map<String, Object> expectation(
      String name, String column, Map<String, Object> arguments) {
    return Map.of("name", name, "column", column, "arguments", arguments);
  }

  private static Map<String, Object> decision(JsonNode waiver) {
    return Map.of(
        "id", waiver.path("id").asText(), "expectedVersion", waiver.path("version").asInt());
  }

  private Map<String, Object> job(String version) {
    return Map.of(
        "projectId",
        run.projectId.get(),
        "name",
        "reads-broken-data",
        "command",
        List.of("true"),
        "inputs",
        List.of(Map.of("datasetVersionId", version, "path", "data")));
  }

  private static String refused(
      String code, GraphQlClient caller, String mutation, Map<String, ?> input) throws Exception {
    try {
      caller.mutate(mutation, input);
    } catch (Refused e) {
      Check.equal("code", e.code(), code);
      return e.getMessage();
    }
    throw Check.failed("it was let through (expected: %s)", code);
  }

  private static JsonNode failed(JsonNode validation) {
    for (JsonNode edge : validation.at("/results/edges")) {
      if (!edge.at("/node/success").asBoolean()) {
        return edge.path("node");
      }
    }
    throw Check.failed("no check failed");
  }

  /** The same rows but for the decimal point of the first ones. */
  private static DataFile broken(DataFile whole) {
    String[] lines = new String(whole.bytes(), StandardCharsets.UTF_8).split("\n");
    for (int row = 1; row <= BROKEN_ROWS; row++) {
      String line = lines[row];
      int end = line.indexOf(',');
      lines[row] = line.substring(0, end).replace(".", "") + line.substring(end);
    }
    return new DataFile(
        whole.name(), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode ended(String version, String wanted) throws Exception {
    AtomicReference<String> status = new AtomicReference<>("");
    return Patience.until(
        LIMIT,
        "a version that is " + wanted,
        status::get,
        () -> {
          JsonNode found = run.engineer.call(CHECKED, Map.of("id", version)).path("node");
          status.set(found.path("status").asText());
          boolean isOver =
              List.of("VALIDATED", "REJECTED", "ERRORED").contains(status.get())
                  && found.path("validation").isObject();
          Check.that(
              !isOver || status.get().equals(wanted),
              "%s: %s",
              status.get(),
              found.path("rejection").asText());
          return Optional.of(found).filter(node -> isOver);
        });
  }

  private static List<String> table(JsonNode validation) {
    Table table = new Table("<<>>");
    table.row("expectation", "column", "values", "unexpected");
    for (JsonNode edge : validation.at("/results/edges")) {
      JsonNode result = edge.path("node");
      table.row(
          result.at("/expectation/name").asText(),
          result.at("/expectation/column").asText(""),
          counted(result.path("elementCount")),
          counted(result.path("unexpectedCount")));
    }
    return table.lines();
  }

  private static String counted(JsonNode count) {
    return count.isNull() ? "" : count.asText();
  }
}
