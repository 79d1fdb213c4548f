package io.keelson.profiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Has each table judged by those of a job's expectations that are about it. */
final class TableChecking {
  /** In the job's outputs, where the rows lie that failed. */
  static final String QUARANTINE = "quarantine";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NOTHING =
      "{\"results\":[],\"quarantine\":{\"rows\":0,\"written\":0}}"
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final TableProcess process;
  private final JsonNode expectations;
  private final Path scratch;
  private final Path outputs;

  TableChecking(TableProcess process, JsonNode expectations, Path scratch, Path outputs) {
    this.process = process;
    this.expectations = expectations;
    this.scratch = scratch;
    this.outputs = outputs;
  }

  /**
   * @param folder with the files of the table
   */
  TableOutcome run(String table, Path folder) throws IOException, InterruptedException {
    ObjectNode suite = JSON.createObjectNode();
    ArrayNode own = suite.putArray("expectations");
    for (JsonNode expectation : expectations) {
      String about = expectation.path("table").asText(null);
      if (about == null || about.equals(table)) {
        own.add(expectation);
      }
    }
    if (own.isEmpty()) {
      return new TableOutcome.Answered(NOTHING);
    }
    Path file = scratch.resolve("suite.json");
    JSON.writeValue(file.toFile(), suite);
    Path quarantine = Files.createDirectories(outputs.resolve(QUARANTINE));
    try {
      return process.run(folder, file, quarantine.resolve(folder.getFileName() + ".parquet"));
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
