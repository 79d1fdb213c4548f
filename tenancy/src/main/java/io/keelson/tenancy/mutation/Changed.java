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
 * @param removesProject whether this is what begins to remove the project; any other change of a
 *     project that is being removed is refused
 */
public record Changed(
    String type,
    UUID id,
    UUID projectId,
    Map<String, Object> detail,
    boolean audited,
    boolean removesProject) {
  public Changed(
      String type, UUID id, UUID projectId, Map<String, Object> detail, boolean audited) {
    this(type, id, projectId, detail, audited, false);
  }

  public Changed(String type, UUID id, UUID projectId, Map<String, Object> detail) {
    this(type, id, projectId, detail, true);
  }

  /** Of the change that begins to remove the project. */
  public static Changed removing(UUID projectId, Map<String, Object> detail) {
    return new Changed("project", projectId, projectId, detail, true, true);
  }

  public static Changed of(String type, UUID id, UUID projectId) {
    return new Changed(type, id, projectId, Map.of());
  }
}
