package io.keelson.tenancy.grant;

import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The grants of members, teams and all else that holds some. Whoever changes them has asked {@link
 * Granting} before.
 */
public final class Grants {
  private static final int MAX_GRANTS = 100;

  private Grants() {}

  /**
   * @throws Invalid for more than 100
   */
  public static void bounded(String field, List<Grant> grants) {
    Input.size(field, grants, 0, MAX_GRANTS);
  }

  /**
   * {@link #bounded} for what is no person: an owner is one.
   *
   * @throws Invalid for the role of an owner
   */
  public static void boundedWithoutOwner(String field, List<Grant> grants) {
    bounded(field, grants);
    if (grants.stream().anyMatch(grant -> grant.role() == Role.OWNER)) {
      throw new Invalid(field, Role.OWNER, "other roles: only people are owners");
    }
  }

  /** By role and project. */
  public static List<Grant> of(Transaction tx, Grantee grantee) {
    return of(tx, grantee.kind(), List.of(grantee.id())).getOrDefault(grantee.id(), List.of());
  }

  /** Of each of these that has some. */
  public static Map<UUID, List<Grant>> of(
      Transaction tx, Grantee.Kind kind, Collection<UUID> grantees) {
    Map<UUID, List<Grant>> found = new HashMap<>();
    if (grantees.isEmpty()) {
      return found;
    }
    tx.list(
            row -> row,
            """
            SELECT %1$s AS grantee, role, custom_role_id, project_id
            FROM tenancy.role_grant
            WHERE tenant_id = $1 AND %1$s = ANY ($2)
            ORDER BY role, custom_role_id, project_id
            """
                .formatted(kind.column),
            tx.tenantId(),
            grantees.toArray(UUID[]::new))
        .forEach(
            row ->
                found
                    .computeIfAbsent(row.getUUID("grantee"), id -> new ArrayList<>())
                    .add(grant(row)));
    return found;
  }

  private static Grant grant(Row row) {
    String role = row.getString("role");
    return new Grant(
        role == null ? null : Role.valueOf(role),
        row.getUUID("custom_role_id"),
        row.getUUID("project_id"));
  }

  /** What the grantee held before is gone. */
  public static void replace(Transaction tx, Grantee grantee, Collection<Grant> grants) {
    tx.update(
        "DELETE FROM tenancy.role_grant WHERE tenant_id = $1 AND %s = $2"
            .formatted(grantee.kind().column),
        tx.tenantId(),
        grantee.id());
    add(tx, grantee, grants);
  }

  /** Those that the grantee holds already are left as they are. */
  public static void add(Transaction tx, Grantee grantee, Collection<Grant> grants) {
    List<Tuple> rows = new ArrayList<>();
    for (Grant grant : new LinkedHashSet<>(grants)) {
      rows.add(
          Tuple.from(
              Arrays.asList(
                  tx.tenantId(),
                  Ids.next(),
                  grantee.id(),
                  grant.role() == null ? null : grant.role().name(),
                  grant.customRoleId(),
                  grant.projectId())));
    }
    tx.batch(
        """
        INSERT INTO tenancy.role_grant (tenant_id, id, %s, role, custom_role_id, project_id)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT ON CONSTRAINT role_grant_taken DO NOTHING
        """
            .formatted(grantee.kind().column),
        rows);
  }

  /** The grants that are in one of the two alone. */
  public static Set<Grant> difference(Collection<Grant> one, Collection<Grant> other) {
    Set<Grant> different = new LinkedHashSet<>(one);
    different.addAll(other);
    different.removeIf(grant -> one.contains(grant) && other.contains(grant));
    return different;
  }

  /**
   * What the grants allow now.
   *
   * @throws NotFound when one of the custom roles does not exist
   */
  public static List<Granting.Rights> rights(Transaction tx, Collection<Grant> grants) {
    Map<UUID, Set<Permission>> custom = customRoles(tx, grants);
    List<Granting.Rights> rights = new ArrayList<>();
    for (Grant grant : grants) {
      Set<Permission> permissions =
          grant.role() == null ? custom.get(grant.customRoleId()) : grant.role().permissions();
      if (permissions == null) {
        throw new NotFound("role");
      }
      rights.add(new Granting.Rights(permissions, grant.projectId()));
    }
    return rights;
  }

  private static Map<UUID, Set<Permission>> customRoles(Transaction tx, Collection<Grant> grants) {
    UUID[] ids =
        grants.stream()
            .map(Grant::customRoleId)
            .filter(Objects::nonNull)
            .distinct()
            .toArray(UUID[]::new);
    Map<UUID, Set<Permission>> found = new HashMap<>();
    if (ids.length > 0) {
      tx.list(
              row -> row,
              "SELECT id, permissions FROM tenancy.custom_role WHERE tenant_id = $1 AND id = ANY ($2)",
              tx.tenantId(),
              ids)
          .forEach(
              row ->
                  found.put(row.getUUID("id"), permissions(row.getArrayOfStrings("permissions"))));
    }
    return found;
  }

  private static Set<Permission> permissions(String[] names) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String name : names) {
      permissions.add(Permission.valueOf(name));
    }
    return permissions;
  }
}
