package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Role;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A tenant's own identity provider.
 *
 * @param role a built-in one, which whoever signs on gets; null where it is a custom one
 * @param customRoleId null where it is a built-in one; both are null when the custom one was
 *     deleted, and then nobody signs on
 * @param redirectUri where the provider is to send people back to
 * @param told whether Keycloak knows of the last change
 * @param problem why it could not be told; null for none
 */
public record SignOnProvider(
    UUID id,
    String issuer,
    String clientId,
    Role role,
    UUID customRoleId,
    String redirectUri,
    boolean told,
    String problem,
    Actor createdBy,
    OffsetDateTime createdAt,
    int version) {
  static final String COLUMNS =
      """
      id, issuer, client_id, role, custom_role_id, change, told_change, problem, created_by, created_by_kind,
      created_by_id, created_at, version
      """;

  static SignOnProvider of(Row row, String redirectUri) {
    String role = row.getString("role");
    return new SignOnProvider(
        row.getUUID("id"),
        row.getString("issuer"),
        row.getString("client_id"),
        role == null ? null : Role.valueOf(role),
        row.getUUID("custom_role_id"),
        redirectUri,
        row.getInteger("told_change") >= row.getInteger("change"),
        row.getString("problem"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("created_at"),
        row.getInteger("version"));
  }
}
