package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What models learn from, made of the wines by SQL: once, and for nothing the second time. */
final class Shaping {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ROWS = 178;

  /**
   * Each wine once, and about 8 of 10 wines: by what no instrument reads otherwise, so that the
   * same ones are kept out however often it runs, and whatever comes in.
   */
  private static final String SPLIT =
      "SELECT DISTINCT *\nFROM %s\nWHERE hash(Malicacid, Ash, Proline) %% 10 < 8\nORDER BY ALL";

  private static final String ELSEWHERE = "SELECT * FROM read_text('/etc/hostname')";
  private static final String DATASET =
      "mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { id } }";
  private static final String RUN =
      "mutation ($input: RunTransformInput!) { runTransform(input: $input) { id number status } }";
  private static final String MADE =
      """
      query ($id: ID!) {
        node(id: $id) { ... on DatasetVersion {
          number status rejection digest
          profile { rows columns { name } }
          files(first: 2) { edges { node { path } } }
          validation { status passed }
          transform {
            engine format digest reuses
            saved { amount currency }
            inputs { name version { id } }
            job { id status }
          }
        } }
      }
      """;

  private final DemoRun run;

  Shaping(DemoRun run) {
    this.run = run;
  }

  List<Step> steps() {
    return List.of(
        Step.of("shape it by SQL, once", this::shape),
        Step.of("a statement that looks elsewhere", this::refuse));
  }

  private Result shape() throws Exception {
    String wine = run.validatedWine.get();
    String dataset =
        run.engineer
            .mutate(DATASET, Map.of("projectId", run.projectId.get(), "name", "wine-train"))
            .path("id")
            .asText();
    String suite =
        run.engineer
            .mutate(
                Checking.EXPECT,
                Map.of(
                    "datasetId",
                    dataset,
                    "expectedVersion",
                    0,
                    "expectations",
                    Checking.expectations(ROWS / 2)))
            .path("id")
            .asText();
    String sql = statement("wine");
    String id = submit(dataset, wine, sql);
    JsonNode made = ended(id, "VALIDATED");
    noteJob(made);
    Check.equal("validation", made.at("/validation/status").asText(), "PASSED");
    Check.equal("format", made.at("/transform/format").asText(), "CSV");
    Check.equal("file", made.at("/files/edges/0/node/path").asText(), "data.csv");
    int rows = made.at("/profile/rows").asInt();
    Check.that(rows > ROWS / 2 && rows < ROWS, "rows: %d (expected: about 8 of 10)", rows);
    Check.equal("input", made.at("/transform/inputs/0/version/id").asText(), wine);
    Check.equal("the same again", submit(dataset, wine, sql), id);
    JsonNode again = run.engineer.call(MADE, Map.of("id", id)).path("node");
    Check.equal("reuses", again.at("/transform/reuses").asInt(), 1);
    run.shaped.set(new ShapedWine(dataset, id, suite));
    return Result.of(
        "%d of %d rows by %s, VALIDATED by %d checks; asked for again: the same version, nothing ran",
        rows, ROWS, made.at("/transform/engine").asText(), made.at("/validation/passed").asInt());
  }

  /** The same of any wines, as the statement knows them. */
  static String statement(String wines) {
    return SPLIT.formatted(wines);
  }

  private Result refuse() throws Exception {
    String dataset =
        run.engineer
            .mutate(DATASET, Map.of("projectId", run.projectId.get(), "name", "elsewhere"))
            .path("id")
            .asText();
    JsonNode made = ended(submit(dataset, run.validatedWine.get(), ELSEWHERE), "REJECTED");
    noteJob(made);
    Check.equal("digest of nothing", made.path("profile").isNull(), true);
    String why = made.path("rejection").asText();
    Check.that(
        why.contains("the function read_text is not allowed"),
        "REJECTED: %s (expected: that read_text is not allowed)",
        why);
    return Result.of("REJECTED: %s", why);
  }

  /** What it costs is on the bill, where no run has it. */
  private void noteJob(JsonNode made) {
    run.jobsWithoutRun.add(made.at("/transform/job/id").asText());
  }

  private String submit(String dataset, String wine, String sql) throws Exception {
    return run.engineer
        .mutate(
            RUN,
            Map.of(
                "datasetId",
                dataset,
                "sql",
                sql,
                "format",
                "CSV",
                "inputs",
                List.of(Map.of("name", "wine", "datasetVersionId", wine))))
        .path("id")
        .asText();
  }

  private JsonNode ended(String version, String wanted) throws Exception {
    AtomicReference<String> status = new AtomicReference<>("");
    return Patience.until(
        LIMIT,
        "a version that is " + wanted,
        status::get,
        () -> {
          JsonNode found = run.engineer.call(MADE, Map.of("id", version)).path("node");
          status.set(found.path("status").asText());
          Check.that(
              !status.get().equals("REJECTED") || wanted.equals("REJECTED"),
              "REJECTED: %s",
              found.path("rejection").asText());
          return Optional.of(found).filter(node -> status.get().equals(wanted));
        });
  }
}
