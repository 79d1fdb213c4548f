package io.keelson.tenancy.role;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The roles that a tenant names for itself. Whoever changes one changes what all its holders may
 * do: they hold what they add or take in every place where it is granted, or in the whole tenant
 * while it is granted nowhere. A role that single sign-on gives is one of the whole tenant.
 */
@ApplicationScoped
public class CustomRoles {
  /** Of a tenant. */
  public static final int MAX_ROLES = 50;

  private static final String OF_TENANT =
      "FROM CustomRoleEntity r WHERE r.tenantId = :tenantId ORDER BY r.name, r.id";
  private static final String BY_IDS =
      "FROM CustomRoleEntity r WHERE r.tenantId = :tenantId AND r.id IN :ids";

  /** Of a grant {@code g}: not of an invitation that has ended. */
  private static final String COUNTS =
      """
      (g.invitation_id IS NULL OR EXISTS (
        SELECT 1
        FROM tenancy.invitation i
        WHERE i.tenant_id = g.tenant_id AND i.id = g.invitation_id AND i.status = 'PENDING' AND i.expires_at > %s))
      """;

  /** A row of this where whoever signs on gets the role, in the whole tenant. */
  private static final String MAPPED =
      """
      SELECT %s
      FROM tenancy.sign_on_provider
      WHERE tenant_id = $1 AND custom_role_id = $2 AND removed_at IS NULL
      """;

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final InstantSource clock;

  public CustomRoles(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.clock = clock;
  }

  public record NewRole(String name, String description, Set<Permission> permissions) {}

  /** Null leaves a value as it is. */
  public record RoleUpdate(
      UUID id, int expectedVersion, String name, String description, Set<Permission> permissions) {}

  /**
   * @throws Invalid for a name, one that looks like a built-in role's too, a description or no
   *     permission
   * @throws Forbidden when the caller lacks MEMBER_WRITE or one of the permissions
   * @throws Conflict when the name is taken, in whatever case
   * @throws QuotaExceeded beyond 50
   */
  public CustomRole create(Caller caller, NewRole input) {
    RoleNames.require(input.name());
    Input.description("input.description", input.description());
    requireSome(input.permissions());
    UUID id =
        mutations.runNamed(
            caller,
            "createRole",
            input.name(),
            input,
            tx -> {
              Principal giver = changing(tx, caller);
              requireHeld(tx, giver, input.permissions(), everywhere());
              requireRoom(tx);
              return insert(tx, giver, input);
            });
    return find(caller.principal().tenantId(), id);
  }

  private Changed insert(Transaction tx, Principal giver, NewRole input) {
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO tenancy.custom_role
          (tenant_id, id, name, description, permissions, created_by, created_by_kind, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        tx.tenantId(),
        id,
        input.name(),
        input.description(),
        names(input.permissions()),
        giver.label(),
        giver.kind().name(),
        giver.id(),
        now());
    return new Changed(
        "role",
        id,
        null,
        Map.of("name", input.name(), "permissions", List.of(names(input.permissions()))));
  }

  /**
   * @throws Invalid as {@link #create}
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that they would add or
   *     take in a place where the role is granted
   * @throws NotFound when there is no such role
   * @throws Conflict when its version is another, or the name is taken
   */
  public CustomRole update(Caller caller, RoleUpdate input) {
    if (input.name() != null) {
      RoleNames.require(input.name());
    }
    Input.description("input.description", input.description());
    if (input.permissions() != null) {
      requireSome(input.permissions());
    }
    UUID id =
        mutations.runNamed(
            caller, "updateRole", input.name(), input, tx -> change(tx, caller, input));
    return find(caller.principal().tenantId(), id);
  }

  private Changed change(Transaction tx, Caller caller, RoleUpdate input) {
    Principal giver = changing(tx, caller);
    Set<Permission> before = permissions(tx, input.id());
    Set<Permission> after = input.permissions() == null ? before : input.permissions();
    Set<Permission> changed = EnumSet.copyOf(before);
    changed.addAll(after);
    changed.removeIf(permission -> before.contains(permission) && after.contains(permission));
    requireHeld(tx, giver, changed, places(tx, input.id()));
    tx.updateOne(
        "role has changed since version " + input.expectedVersion(),
        """
        UPDATE tenancy.custom_role
        SET name = coalesce($4, name), description = coalesce($5, description), permissions = $6, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        """,
        tx.tenantId(),
        input.id(),
        input.expectedVersion(),
        input.name(),
        input.description(),
        names(after));
    return new Changed("role", input.id(), null, Map.of("permissions", List.of(names(after))));
  }

  /**
   * Removes a role that is granted nowhere, and that single sign-on does not give.
   *
   * @return the role as it was
   * @throws Forbidden when the caller lacks MEMBER_WRITE
   * @throws NotFound when there is no such role
   * @throws Conflict when its version is another, somebody holds it, or whoever signs on gets it
   */
  public CustomRole delete(Caller caller, UUID id, int expectedVersion) {
    record Wanted(UUID id, int expectedVersion) {}
    List<CustomRole> before = read(caller.principal().tenantId(), List.of(id));
    mutations.run(
        caller,
        "deleteRole",
        new Wanted(id, expectedVersion),
        tx -> {
          changing(tx, caller);
          permissions(tx, id);
          if (isMapped(tx, id)) {
            throw new Conflict("single sign-on gives the role: let it give another one first");
          }
          if (!places(tx, id).isEmpty()) {
            throw new Conflict("the role is granted to somebody");
          }
          tx.update(
              "DELETE FROM tenancy.role_grant WHERE tenant_id = $1 AND custom_role_id = $2",
              tx.tenantId(),
              id);
          tx.updateOne(
              "role has changed since version " + expectedVersion,
              "DELETE FROM tenancy.custom_role WHERE tenant_id = $1 AND id = $2 AND version = $3",
              tx.tenantId(),
              id,
              expectedVersion);
          return new Changed("role", id, null, Map.of());
        });
    return before.stream().findFirst().orElseThrow(() -> new NotFound("role"));
  }

  /** By name, at most 50. */
  public List<CustomRole> list(Principal principal) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    UUID tenantId = principal.tenantId();
    return roles(
        tenantId,
        database.withSession(
            tenantId,
            session ->
                session
                    .createQuery(OF_TENANT, CustomRoleEntity.class)
                    .setParameter("tenantId", tenantId)
                    .setMaxResults(MAX_ROLES)
                    .getResultList()));
  }

  /**
   * @throws NotFound when there is no such role
   */
  public CustomRole get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return find(principal.tenantId(), id);
  }

  /** Those of these that are there. */
  public Map<UUID, CustomRole> byIds(Principal principal, Collection<UUID> ids) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return byIds(principal.tenantId(), ids);
  }

  /** Those of these that are there; for whoever has checked the right already. */
  public Map<UUID, CustomRole> byIds(UUID tenantId, Collection<UUID> ids) {
    return read(tenantId, ids).stream().collect(Collectors.toMap(CustomRole::id, role -> role));
  }

  private CustomRole find(UUID tenantId, UUID id) {
    return read(tenantId, List.of(id)).stream().findFirst().orElseThrow(() -> new NotFound("role"));
  }

  private List<CustomRole> read(UUID tenantId, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return roles(
        tenantId,
        database.withSession(
            tenantId,
            session ->
                session
                    .createQuery(BY_IDS, CustomRoleEntity.class)
                    .setParameter("tenantId", tenantId)
                    .setParameter("ids", ids)
                    .getResultList()));
  }

  private List<CustomRole> roles(UUID tenantId, List<CustomRoleEntity> found) {
    Map<UUID, Integer> holders = holders(tenantId, found.stream().map(role -> role.id).toList());
    return found.stream().map(role -> role.role(holders.getOrDefault(role.id, 0))).toList();
  }

  private Map<UUID, Integer> holders(UUID tenantId, List<UUID> ids) {
    Map<UUID, Integer> holders = new HashMap<>();
    if (!ids.isEmpty()) {
      database
          .read(
              tenantId,
              """
              SELECT custom_role_id,
                count(DISTINCT coalesce(member_id, team_id, service_account_id, invitation_id))::int AS holders
              FROM tenancy.role_grant g
              WHERE tenant_id = $1 AND custom_role_id = ANY ($2) AND
              """
                  + COUNTS.formatted("$3")
                  + "GROUP BY custom_role_id",
              tenantId,
              ids.toArray(UUID[]::new),
              now())
          .forEach(row -> holders.put(row.getUUID("custom_role_id"), row.getInteger("holders")));
    }
    return holders;
  }

  private Principal changing(Transaction tx, Caller caller) {
    Principal giver = granting.changingMembers(tx, caller.principal());
    authorizer.require(giver, Permission.MEMBER_WRITE, null);
    return giver;
  }

  private void requireHeld(
      Transaction tx, Principal giver, Set<Permission> permissions, Set<UUID> places) {
    Set<UUID> asked = places.isEmpty() ? everywhere() : places;
    granting.requireHeld(
        tx, giver, asked.stream().map(place -> new Granting.Rights(permissions, place)).toList());
  }

  private static Set<UUID> everywhere() {
    Set<UUID> wholeTenant = new HashSet<>();
    wholeTenant.add(null);
    return wholeTenant;
  }

  /** The projects where somebody has the role or gets it, null among them for the whole tenant. */
  private Set<UUID> places(Transaction tx, UUID id) {
    return new HashSet<>(
        tx.list(
            row -> row.getUUID("project_id"),
            """
            SELECT DISTINCT project_id
            FROM tenancy.role_grant g
            WHERE tenant_id = $1 AND custom_role_id = $2 AND
            """
                + COUNTS.formatted("$3")
                + "UNION\n"
                + MAPPED.formatted("NULL::uuid"),
            tx.tenantId(),
            id,
            now()));
  }

  private static boolean isMapped(Transaction tx, UUID id) {
    return tx.one(MAPPED.formatted("1"), tx.tenantId(), id).isPresent();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static Set<Permission> permissions(Transaction tx, UUID id) {
    Row row =
        tx.one(
                "SELECT permissions FROM tenancy.custom_role WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                id)
            .orElseThrow(() -> new NotFound("role"));
    return Arrays.stream(row.getArrayOfStrings("permissions"))
        .map(Permission::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
  }

  private static void requireRoom(Transaction tx) {
    int roles =
        tx.one(
                "SELECT count(*)::int AS roles FROM tenancy.custom_role WHERE tenant_id = $1",
                tx.tenantId())
            .orElseThrow()
            .getInteger("roles");
    if (roles >= MAX_ROLES) {
      throw new QuotaExceeded("roles", MAX_ROLES, roles, 1);
    }
  }

  private static void requireSome(Set<Permission> permissions) {
    Input.size("input.permissions", permissions, 1, Permission.values().length);
  }

  private static String[] names(Set<Permission> permissions) {
    return permissions.stream().sorted().map(Enum::name).toArray(String[]::new);
  }
}
