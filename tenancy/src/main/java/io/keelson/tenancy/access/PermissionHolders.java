package io.keelson.tenancy.access;

import io.keelson.tenancy.database.Transaction;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Who could do something: for telling them that it waits. Whether they may is asked of them. */
public final class PermissionHolders {
  private PermissionHolders() {}

  /**
   * The people who hold the permission in the project, themselves or through a team, by the ids of
   * their accounts; at most {@code max}, those first who joined first.
   */
  public static List<UUID> people(Transaction tx, Permission permission, UUID projectId, int max) {
    String[] roles =
        Arrays.stream(Role.values())
            .filter(role -> role.permissions().contains(permission))
            .map(Role::name)
            .toArray(String[]::new);
    return tx.list(
        row -> row.getUUID("person_id"),
        """
        SELECT m.person_id
        FROM tenancy.member m
        WHERE m.tenant_id = $1 AND m.lost_at IS NULL AND EXISTS (
          SELECT 1
          FROM tenancy.role_grant g
          LEFT JOIN tenancy.custom_role r ON r.tenant_id = g.tenant_id AND r.id = g.custom_role_id
          WHERE g.tenant_id = m.tenant_id
            AND (g.project_id IS NULL OR g.project_id = $2)
            AND (g.role = ANY ($3) OR $4 = ANY (r.permissions))
            AND (g.member_id = m.id OR EXISTS (
              SELECT 1 FROM tenancy.team_member tm
              WHERE tm.tenant_id = m.tenant_id AND tm.team_id = g.team_id AND tm.member_id = m.id))
        )
        ORDER BY m.id
        LIMIT $5
        """,
        tx.tenantId(),
        projectId,
        roles,
        permission.name(),
        max);
  }
}
