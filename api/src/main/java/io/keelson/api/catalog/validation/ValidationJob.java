package io.keelson.api.catalog.validation;

import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobWork;
import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The job that validates: what it is told, and what it was told. */
final class ValidationJob {
  static final String NAME = "validate";

  /** What the job leaves. */
  static final String OUTPUT = "validation.ndjson";

  /** What the broker knows the program as. */
  private static final String PROGRAM = "profiler";

  private static final List<String> COMMAND =
      List.of(
          "/java/bin/java",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx96m",
          "-cp",
          "/program/lib/*",
          "io.keelson.profiler.Validate");

  private ValidationJob() {}

  /** Where it leaves the rows of a folder's table that failed. */
  static String quarantine(String folder) {
    return "quarantine/" + folder + ".parquet";
  }

  /**
   * @param expectations what tables are checked by; empty where they are not
   */
  static JobSpec spec(
      UUID projectId, ValidationBatch batch, JsonArray expectations, ValidationConfig config) {
    JsonObject parameters =
        new JsonObject()
            .put("tables", batch.described())
            .put("expectations", expectations)
            .put("memoryBytes", config.engineBytes())
            .put("threads", (int) Math.ceil(config.resources().cpus()))
            .put("secondsPerTable", config.tableLimit().toSeconds())
            .put("seconds", config.turn().toSeconds());
    return new JobSpec(
        projectId,
        null,
        NAME,
        JobKind.TASK,
        PROGRAM,
        COMMAND,
        Map.of(),
        parameters,
        batch.files(),
        config.resources(),
        config.jobLimit(),
        null,
        Actor.PLATFORM);
  }

  /** The tables that the job was told to look through, with the folder of each. */
  static Map<String, String> tables(JobWork work) {
    Map<String, String> names = new LinkedHashMap<>();
    JsonArray tables = work.parameters().getJsonArray("tables");
    for (int i = 0; i < tables.size(); i++) {
      JsonObject table = tables.getJsonObject(i);
      names.put(table.getString("name"), table.getString("folder"));
    }
    return names;
  }
}
