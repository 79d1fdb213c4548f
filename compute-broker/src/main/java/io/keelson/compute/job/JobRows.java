package io.keelson.compute.job;

import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Between a job and its row. */
final class JobRows {
  static final String COLUMNS =
      """
      tenant_id, id, project_id, run_id, name, kind, status, reason, exit_code, program,
      CASE WHEN kind = 'SERVICE' THEN parameters ->> 'endpointId' END AS endpoint_id, cpu_millis, memory_bytes,
      max_seconds, retries, traceparent, submitted_by, submitted_by_kind, submitted_by_id, submitted_at, started_at, ended_at,
      stop_requested_at, stop_reason, attempt, fence, version
      """;

  private JobRows() {}

  static Job job(Row row) {
    Long maxSeconds = row.getLong("max_seconds");
    return new Job(
        row.getUUID("id"),
        row.getUUID("tenant_id"),
        row.getUUID("project_id"),
        row.getUUID("run_id"),
        row.getString("name"),
        JobKind.valueOf(row.getString("kind")),
        JobStatus.valueOf(row.getString("status")),
        row.getString("reason"),
        row.getInteger("exit_code"),
        row.getString("program"),
        row.getString("endpoint_id"),
        Resources.ofMillis(row.getInteger("cpu_millis"), row.getLong("memory_bytes")),
        maxSeconds == null ? null : Duration.ofSeconds(maxSeconds),
        Retry.of(row.getJsonArray("retries")),
        row.getString("traceparent"),
        Actor.of(row, "submitted_by"),
        row.getOffsetDateTime("submitted_at"),
        row.getOffsetDateTime("started_at"),
        row.getOffsetDateTime("ended_at"),
        row.getOffsetDateTime("stop_requested_at"),
        StopReason.of(row.getString("stop_reason")),
        row.getInteger("attempt"),
        row.getLong("fence"),
        row.getInteger("version"));
  }

  static JobWork work(Row row) {
    return new JobWork(
        List.of(row.getArrayOfStrings("command")),
        environment(row.getJsonObject("environment")),
        row.getJsonObject("parameters"),
        inputs(row.getJsonArray("inputs")));
  }

  static JsonObject json(Map<String, String> environment) {
    JsonObject json = new JsonObject();
    environment.forEach(json::put);
    return json;
  }

  static JsonArray jsonOfInputs(List<JobInput> inputs) {
    JsonArray json = new JsonArray();
    inputs.forEach(input -> json.add(file(input.path(), input.digest(), input.sizeBytes())));
    return json;
  }

  static JsonArray jsonOfOutputs(List<JobOutput> outputs) {
    JsonArray json = new JsonArray();
    outputs.forEach(output -> json.add(file(output.path(), output.digest(), output.sizeBytes())));
    return json;
  }

  private static JsonObject file(String path, String digest, long sizeBytes) {
    return new JsonObject().put("path", path).put("digest", digest).put("sizeBytes", sizeBytes);
  }

  private static Map<String, String> environment(JsonObject json) {
    Map<String, String> environment = new HashMap<>();
    json.forEach(entry -> environment.put(entry.getKey(), (String) entry.getValue()));
    return Map.copyOf(environment);
  }

  private static List<JobInput> inputs(JsonArray json) {
    List<JobInput> inputs = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      JsonObject file = json.getJsonObject(i);
      inputs.add(
          new JobInput(
              file.getString("path"), file.getString("digest"), file.getLong("sizeBytes")));
    }
    return List.copyOf(inputs);
  }

  static List<JobOutput> outputs(JsonArray json) {
    List<JobOutput> outputs = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      JsonObject file = json.getJsonObject(i);
      outputs.add(
          new JobOutput(
              file.getString("path"), file.getString("digest"), file.getLong("sizeBytes")));
    }
    return List.copyOf(outputs);
  }
}
