package io.keelson.tenancy.member;

import io.keelson.tenancy.access.Role;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** A person's place in a tenant. */
public record Member(
    UUID id,
    UUID personId,
    String username,
    String name,
    String email,
    List<Grant> grants,
    OffsetDateTime joinedAt,
    int version) {

  /**
   * @param projectId null for the whole tenant
   */
  public record Grant(Role role, UUID projectId) {}
}
