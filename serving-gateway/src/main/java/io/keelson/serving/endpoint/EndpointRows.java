package io.keelson.serving.endpoint;

import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Rows of the {@code serving} schema as records, and back. */
final class EndpointRows {
  static final String ENDPOINT =
      "id, project_id, name, created_by, created_by_kind, created_by_id, created_at, version";
  static final String REVISION =
      """
      id, endpoint_id, number, status, reason, model_version_id, model_label, model_files, signature, backend, weight,
      requested_weight, all_traffic_version, min_replicas, max_replicas, cpus, memory_bytes, submitted_by,
      submitted_by_kind, submitted_by_id, traceparent, restarts, created_at, status_since, ready_at, ended_at, version""";

  private EndpointRows() {}

  static Endpoint endpoint(Row row) {
    return new Endpoint(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getString("name"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("created_at"),
        row.getInteger("version"));
  }

  static Revision revision(Row row) {
    return new Revision(
        row.getUUID("id"),
        row.getUUID("endpoint_id"),
        row.getInteger("number"),
        RevisionStatus.valueOf(row.getString("status")),
        row.getString("reason"),
        row.getUUID("model_version_id"),
        row.getString("model_label"),
        files(row.getJsonArray("model_files")),
        row.getJsonObject("signature"),
        Backend.valueOf(row.getString("backend")),
        row.getInteger("weight"),
        row.getInteger("requested_weight"),
        row.getInteger("min_replicas"),
        row.getInteger("max_replicas"),
        new Resources(row.getDouble("cpus"), row.getLong("memory_bytes")),
        Actor.of(row, "submitted_by"),
        row.getString("traceparent"),
        row.getInteger("restarts"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("status_since"),
        row.getOffsetDateTime("ready_at"),
        row.getInteger("all_traffic_version"),
        row.getOffsetDateTime("ended_at"),
        row.getInteger("version"));
  }

  static Replica replica(Row row) {
    return new Replica(
        row.getUUID("job_id"),
        row.getUUID("revision_id"),
        row.getInteger("slot"),
        row.getInteger("attempt"),
        row.getBoolean("ready"),
        row.getInteger("in_flight"),
        row.getString("reason"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("ready_at"),
        row.getOffsetDateTime("ended_at"));
  }

  static JsonArray json(List<JobInput> files) {
    JsonArray out = new JsonArray();
    for (JobInput file : files) {
      out.add(
          new JsonObject()
              .put("path", file.path())
              .put("digest", file.digest())
              .put("sizeBytes", file.sizeBytes()));
    }
    return out;
  }

  private static List<JobInput> files(JsonArray json) {
    return json.stream()
        .map(JsonObject.class::cast)
        .map(
            file ->
                new JobInput(
                    file.getString("path"), file.getString("digest"), file.getLong("sizeBytes")))
        .toList();
  }
}
