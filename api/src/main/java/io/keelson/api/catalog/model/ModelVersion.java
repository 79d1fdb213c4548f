package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Files of a run, kept as a version of a model.
 *
 * @param modelName the name of the registered model
 * @param number 1, 2, 3 … in the model
 * @param format {@code ONNX}
 * @param digest {@code sha256:…} of the manifest of its files
 * @param signature what goes in and out, as {@code signature.json} said; null where there was none
 * @param author who registered it, and so may not approve it
 */
public record ModelVersion(
    UUID id,
    UUID projectId,
    UUID modelId,
    String modelName,
    int number,
    ModelVersionStatus status,
    String format,
    long sizeBytes,
    String digest,
    JsonObject signature,
    UUID runId,
    Actor author,
    OffsetDateTime createdAt,
    int version) {

  /** How people call it: {@code wine:3}. */
  public String label() {
    return modelName + ":" + number;
  }
}
