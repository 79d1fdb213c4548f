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

/** A version made of another by SQL: once, and for nothing the second time. */
final class Shaping {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ROWS = 178;

  /** By what a row holds: the same rows are kept out however often, and wherever, it runs. */
  private static final String SPLIT =
      "SELECT * EXCLUDE (Proline), Proline / 1000 AS proline_thousands\n"
          + "FROM wine\nWHERE hash(Alcohol, Ash, Hue) % 10 < 8";

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
          transform {
            engine digest reuses
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
    String id = submit(dataset, wine, SPLIT);
    JsonNode made = ended(id, "VALIDATED");
    noteJob(made);
    int rows = made.at("/profile/rows").asInt();
    Check.that(rows > ROWS / 2 && rows < ROWS, "rows: %d (expected: about 8 of 10)", rows);
    Check.equal("input", made.at("/transform/inputs/0/version/id").asText(), wine);
    Check.equal("the same again", submit(dataset, wine, SPLIT), id);
    JsonNode again = run.engineer.call(MADE, Map.of("id", id)).path("node");
    Check.equal("reuses", again.at("/transform/reuses").asInt(), 1);
    return Result.of(
        "%d of %d rows by %s, VALIDATED; asked for again: the same version, nothing ran",
        rows, ROWS, made.at("/transform/engine").asText());
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
