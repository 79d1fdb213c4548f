package io.keelson.api.transform;

import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A version that a transform makes ends with its job: SEALED with what the job left, or REJECTED.
 */
@ApplicationScoped
public class TransformJobEvents implements EventHandler {
  private final DerivedVersions versions;
  private final TransformLog log;

  public TransformJobEvents(DerivedVersions versions, TransformLog log) {
    this.versions = versions;
    this.log = log;
  }

  @Override
  public String name() {
    return "version-follows-transform";
  }

  @Override
  public Set<String> types() {
    return Set.of("JobFinished");
  }

  @Override
  public String role() {
    return "broker";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    JsonObject payload = event.payload();
    tx.one(
            "SELECT dataset_version_id FROM catalog.transform WHERE tenant_id = $1 AND job_id = $2",
            tx.tenantId(),
            UUID.fromString(payload.getString("jobId")))
        .ifPresent(row -> ended(tx, row.getUUID("dataset_version_id"), payload));
  }

  private void ended(Transaction tx, UUID versionId, JsonObject payload) {
    String status = payload.getString("status");
    Optional<Manifest.Entry> table = table(payload.getJsonArray("outputs", new JsonArray()));
    if (status.equals("SUCCEEDED") && table.isPresent()) {
      versions.finish(tx, versionId, List.of(table.get()));
    } else {
      versions.fail(tx, versionId, reason(status, log.lastWord(tx.tenantId(), payload)));
    }
  }

  private static Optional<Manifest.Entry> table(JsonArray outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      JsonObject output = outputs.getJsonObject(i);
      String path = output.getString("path");
      if (TransformFormat.ofPath(path).isPresent()) {
        return Optional.of(
            new Manifest.Entry(path, output.getString("digest"), output.getLong("sizeBytes")));
      }
    }
    return Optional.empty();
  }

  private static String reason(String status, String reason) {
    String how =
        switch (status) {
          case "SUCCEEDED" -> "left no table";
          case "CANCELLED" -> "was cancelled";
          default -> "failed";
        };
    return "its transform " + how + (reason == null ? "" : ": " + reason);
  }
}
