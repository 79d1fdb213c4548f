package io.keelson.tenancy.grant;

import io.keelson.tenancy.access.Role;
import java.util.UUID;

/**
 * A role in a place.
 *
 * @param role a built-in one; null where it is a custom one
 * @param customRoleId null where it is a built-in one
 * @param projectId null for the whole tenant
 */
public record Grant(Role role, UUID customRoleId, UUID projectId) {
  public Grant {
    if ((role == null) == (customRoleId == null)) {
      throw new IllegalArgumentException(
          "grant: " + role + ", " + customRoleId + " (expected: exactly one role)");
    }
  }

  public static Grant of(Role role, UUID projectId) {
    return new Grant(role, null, projectId);
  }

  public static Grant ofCustom(UUID customRoleId, UUID projectId) {
    return new Grant(null, customRoleId, projectId);
  }
}
