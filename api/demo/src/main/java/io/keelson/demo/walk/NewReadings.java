package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Fact;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What the other instrument reads: some of it to learn from, the rest to compare models by. */
final class NewReadings {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TIMES = 2;
  private static final String DATASET =
      "query ($id: ID!) { node(id: $id) { ... on DatasetVersion { dataset { id } } } }";
  private static final String OPEN =
      "mutation ($id: ID!) { openDatasetVersion(datasetId: $id) { id number } }";
  private static final String SEAL = "mutation ($id: ID!) { sealDatasetVersion(id: $id) { id } }";
  private static final String STATUS =
      """
      query ($id: ID!) {
        node(id: $id) { ... on DatasetVersion { status rejection number profile { rows } } }
      }
      """;

  private final DemoRun run;
  private final DatasetUploads uploads;
  private final Fact<String> trained = new Fact<>("data set with new readings");
  private final Fact<String> evaluated = new Fact<>("data set of fresh rows");
  private final Fact<Integer> freshRows = new Fact<>("fresh rows");
  private String newest;
  private int newRows;

  NewReadings(DemoRun run) {
    this.run = run;
    this.uploads = new DatasetUploads(run);
  }

  Result takeIn() throws Exception {
    Readings readings = run.readings.get();
    String wine = dataset(run.validatedWine.get());
    String more = run.engineer.call(OPEN, Map.of("id", wine)).at("/openDatasetVersion/id").asText();
    uploads.put(more, readings.withNew("wine.csv", TIMES));
    run.engineer.call(SEAL, Map.of("id", more));
    String fresh = uploads.open("wine-fresh").path("id").asText();
    uploads.put(fresh, readings.others("fresh.csv"));
    run.engineer.call(SEAL, Map.of("id", fresh));
    JsonNode taken = validated(more);
    int before = rows(validated(run.validatedWine.get()));
    newest = more;
    newRows = rows(taken) - before;
    Check.that(newRows > 0, "new rows: %d", newRows);
    freshRows.set(rows(validated(fresh)));
    trained.set(wine);
    evaluated.set(dataset(fresh));
    return Result.of(
        "wine, version %d: %d rows more, VALIDATED by the same checks; %d wines between them kept to compare by",
        taken.path("number").asInt(), newRows, freshRows.get());
  }

  /** The data set of which models learn a part. */
  String trained() {
    return trained.get();
  }

  /** The version that the new readings came with. */
  String newest() {
    return newest;
  }

  /** The data set that they are compared by. */
  String evaluated() {
    return evaluated.get();
  }

  /** Rows of the newest version that its first one has not. */
  int newRows() {
    return newRows;
  }

  private String dataset(String version) throws Exception {
    return run.engineer.call(DATASET, Map.of("id", version)).at("/node/dataset/id").asText();
  }

  private static int rows(JsonNode version) {
    return version.at("/profile/rows").asInt();
  }

  private JsonNode validated(String version) throws Exception {
    AtomicReference<String> status = new AtomicReference<>("");
    return Patience.until(
        LIMIT,
        "new readings that are VALIDATED",
        status::get,
        () -> {
          JsonNode found = run.engineer.call(STATUS, Map.of("id", version)).path("node");
          status.set(found.path("status").asText());
          Check.that(
              !status.get().equals("REJECTED"), "REJECTED: %s", found.path("rejection").asText());
          return Optional.of(found).filter(of -> status.get().equals("VALIDATED"));
        });
  }

  /** Rows to compare by. */
  int freshRows() {
    return freshRows.get();
  }
}
