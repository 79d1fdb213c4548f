package io.keelson.api.transform;

import io.vertx.core.json.JsonArray;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What a statement makes of the first rows of its inputs.
 *
 * @param jobId of the job that runs it
 * @param reason why it FAILED; null for any other
 * @param columns {@code {"name":…,"type":…}} each, in their order; empty unless READY
 * @param rows lists of texts or nulls, at most 100; empty unless READY
 * @param more whether the statement made more rows of these inputs
 * @param partial whether inputs have more rows than were read
 */
public record TransformPreview(
    UUID id,
    UUID projectId,
    PreviewStatus status,
    UUID jobId,
    String reason,
    JsonArray columns,
    JsonArray rows,
    boolean more,
    boolean partial,
    OffsetDateTime createdAt) {
  public TransformPreview {
    columns = columns.copy();
    rows = rows.copy();
  }

  @Override
  public JsonArray columns() {
    return columns.copy();
  }

  @Override
  public JsonArray rows() {
    return rows.copy();
  }
}
