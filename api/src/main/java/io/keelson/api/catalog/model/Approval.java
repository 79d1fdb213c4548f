package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A decision about a model version.
 *
 * @param approved false for a rejection
 * @param checks what the platform saw when the decision was made
 */
public record Approval(
    UUID id,
    UUID modelVersionId,
    boolean approved,
    Actor by,
    OffsetDateTime at,
    String comment,
    List<Check> checks) {

  /** One thing the platform looked at. */
  public record Check(String name, boolean passed, String detail) {}
}
