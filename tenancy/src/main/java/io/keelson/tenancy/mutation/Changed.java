package io.keelson.tenancy.mutation;

import java.util.Map;
import java.util.UUID;

/**
 * What a mutation changed.
 *
 * @param type of the thing, as its global ids begin, such as {@code project}
 * @param id the thing that was made or changed: a replay of the same idempotency key answers with
 *     it
 * @param projectId the project it belongs to, or null
 * @param detail what the audit row should say beyond that; no secrets, no personal data
 * @param audited false for one of many small writes of which the first has its row
 */
public record Changed(
    String type, UUID id, UUID projectId, Map<String, Object> detail, boolean audited) {
  public Changed(String type, UUID id, UUID projectId, Map<String, Object> detail) {
    this(type, id, projectId, detail, true);
  }

  public static Changed of(String type, UUID id, UUID projectId) {
    return new Changed(type, id, projectId, Map.of());
  }
}
