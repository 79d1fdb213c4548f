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
 * @param people members who came by it
 * @param lostPeople of them, those whose membership gives nothing until they sign in again
 * @param unansweredPeople of them, those of whom the provider said nothing clear at their last
 *     look-up
 * @param lookedUpAt when it was last clear how one of them stands; null for never
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
    int people,
    int lostPeople,
    int unansweredPeople,
    OffsetDateTime lookedUpAt,
    Actor createdBy,
    OffsetDateTime createdAt,
    int version) {
  static final String COLUMNS =
      """
      p.id, p.issuer, p.client_id, p.role, p.custom_role_id, p.change, p.told_change, p.problem, p.created_by,
      p.created_by_kind, p.created_by_id, p.created_at, p.version, came.people, came.lost, came.unanswered, came.looked_up_at
      """;

  /** To be joined with the provider {@code p}: those whom it says something of. */
  static final String CAME =
      """
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS people,
          count(m.lost_at)::int AS lost,
          count(s.unanswered_at)::int AS unanswered,
          max(s.looked_up_at) AS looked_up_at
        FROM tenancy.sign_on_person s
        JOIN tenancy.member m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id
        WHERE s.tenant_id = p.tenant_id AND (s.due_at IS NOT NULL OR s.lost_at IS NOT NULL)
      ) came
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
        row.getInteger("people"),
        row.getInteger("lost"),
        row.getInteger("unanswered"),
        row.getOffsetDateTime("looked_up_at"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("created_at"),
        row.getInteger("version"));
  }
}
