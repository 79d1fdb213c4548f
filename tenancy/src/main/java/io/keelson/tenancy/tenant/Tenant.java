package io.keelson.tenancy.tenant;

import java.time.OffsetDateTime;
import java.util.UUID;

/** An organisation whose data nobody else can reach. */
public record Tenant(
    UUID id,
    String slug,
    String name,
    String plan,
    Status status,
    OffsetDateTime createdAt,
    int version) {

  /** Only the members of an active tenant get in. */
  public enum Status {
    ACTIVE,
    SUSPENDED,
    ERASING
  }
}
