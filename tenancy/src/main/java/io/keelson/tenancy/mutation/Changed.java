package io.keelson.tenancy.mutation;

import java.util.Map;
import java.util.UUID;

/**
 * What a mutation changed.
 *
 * @param id the thing that was made or changed: a replay of the same idempotency key answers with
 *     it
 * @param projectId the project it belongs to, or null
 * @param detail what the audit row should say beyond that; no secrets, no personal data
 */
public record Changed(UUID id, UUID projectId, Map<String, Object> detail) {
  public static Changed of(UUID id, UUID projectId) {
    return new Changed(id, projectId, Map.of());
  }
}
