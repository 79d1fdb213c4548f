package io.keelson.tenancy.apikey;

import io.keelson.tenancy.access.Actor;
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
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Creates and revokes API keys. Nobody can give a key more than they hold themselves. */
@ApplicationScoped
public class ApiKeys {
  private static final int MAX_PROJECTS = 100;
  private static final String COLUMNS =
      "id, name, prefix, permissions, project_ids, created_by, created_by_kind, created_by_id, created_at, expires_at, revoked_at, last_used_at";

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final InstantSource clock;

  public ApiKeys(
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

  /**
   * @param projectIds the only projects the key works in; empty or null for the whole tenant
   * @param expiresAt null for a key that lives until it is revoked
   */
  public record NewApiKey(
      String name, Set<Permission> permissions, Set<UUID> projectIds, OffsetDateTime expiresAt) {}

  /** A key with its secret, which is shown this once. */
  public record Created(ApiKey apiKey, ApiKeySecret secret) {}

  /**
   * @throws Invalid for a name, an empty permission set, too many projects, a time in the past or,
   *     from a key, one after its own end
   * @throws Forbidden when the caller lacks KEY_WRITE or one of the permissions in one of the
   *     projects
   * @throws NotFound when one of the projects does not exist
   * @throws Conflict for a replayed idempotency key: a secret is shown once
   */
  public Created create(Caller caller, NewApiKey input) {
    Input.name("input.name", input.name());
    Input.size("input.permissions", input.permissions(), 1, Permission.values().length);
    Set<UUID> projects = input.projectIds() == null ? Set.of() : input.projectIds();
    Input.size("input.projectIds", projects, 0, MAX_PROJECTS);
    if (input.expiresAt() != null && !input.expiresAt().toInstant().isAfter(clock.instant())) {
      throw new Invalid("input.expiresAt", input.expiresAt(), "a time in the future");
    }
    ApiKeySecret secret = ApiKeySecret.generate();
    UUID newId = Ids.next();
    UUID id =
        mutations.run(
            caller,
            "createApiKey",
            input,
            tx -> {
              Principal giver = granting.holdingStill(tx, caller.principal());
              authorizer.require(giver, Permission.KEY_WRITE, null);
              granting.requireHeld(tx, giver, rights(input.permissions(), projects));
              requireWithinLife(tx, giver, input.expiresAt());
              insert(tx, newId, giver, input, projects, secret);
              return new Changed("apikey", newId, null, Map.of("name", input.name()));
            });
    if (!id.equals(newId)) {
      throw new Conflict("this key was created before, and its secret is shown once");
    }
    return new Created(get(caller.principal(), id), secret);
  }

  /** What a key may do ends with it: it makes none that outlives it. */
  private static void requireWithinLife(Transaction tx, Principal giver, OffsetDateTime expiresAt) {
    if (giver.kind() != Principal.Kind.API_KEY) {
      return;
    }
    tx.one(
            """
            SELECT expires_at FROM tenancy.api_key
            WHERE tenant_id = $1 AND id = $2 AND expires_at IS NOT NULL
            """,
            tx.tenantId(),
            giver.id())
        .map(row -> row.getOffsetDateTime("expires_at"))
        .filter(end -> expiresAt == null || expiresAt.isAfter(end))
        .ifPresent(
            end -> {
              throw new Invalid(
                  "input.expiresAt", expiresAt, "at most " + end + ", when the caller's key ends");
            });
  }

  private static List<Granting.Rights> rights(Set<Permission> permissions, Set<UUID> projects) {
    return projects.isEmpty()
        ? List.of(new Granting.Rights(permissions, null))
        : projects.stream().map(project -> new Granting.Rights(permissions, project)).toList();
  }

  private void insert(
      Transaction tx,
      UUID id,
      Principal creator,
      NewApiKey input,
      Set<UUID> projects,
      ApiKeySecret secret) {
    tx.update(
        """
        INSERT INTO tenancy.api_key
          (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_at, expires_at,
           created_by, created_by_kind, created_by_id, person_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        tx.tenantId(),
        id,
        input.name(),
        secret.prefix(),
        Buffer.buffer(secret.hash()),
        new TreeSet<>(input.permissions()).stream().map(Enum::name).toArray(String[]::new),
        projects.toArray(UUID[]::new),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        input.expiresAt(),
        creator.label(),
        creator.kind().name(),
        creator.id(),
        creator.person() == null ? null : creator.person().id());
  }

  /** Revoking a revoked key changes nothing; within a second no process accepts it any more. */
  public ApiKey revoke(Caller caller, UUID id) {
    mutations.run(
        caller,
        "revokeApiKey",
        id,
        tx -> {
          authorizer.require(caller.principal(), Permission.KEY_WRITE, null);
          int found =
              tx.update(
                  """
                  UPDATE tenancy.api_key
                  SET revoked_at = coalesce(revoked_at, $3)
                  WHERE tenant_id = $1 AND id = $2
                  """,
                  tx.tenantId(),
                  id,
                  OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
          if (found == 0) {
            throw new NotFound("API key");
          }
          return Changed.of("apikey", id, null);
        });
    return get(caller.principal(), id);
  }

  public ApiKey get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    var rows =
        database
            .read(
                principal.tenantId(),
                "SELECT " + COLUMNS + " FROM tenancy.api_key WHERE tenant_id = $1 AND id = $2",
                principal.tenantId(),
                id)
            .iterator();
    if (!rows.hasNext()) {
      throw new NotFound("API key");
    }
    return apiKey(rows.next());
  }

  /** Newest first, at most 100. */
  public List<ApiKey> list(Principal principal) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    return database.transact(
        principal.tenantId(),
        tx ->
            tx.list(
                ApiKeys::apiKey,
                "SELECT "
                    + COLUMNS
                    + " FROM tenancy.api_key WHERE tenant_id = $1 ORDER BY id DESC LIMIT 100",
                principal.tenantId()));
  }

  private static ApiKey apiKey(Row row) {
    return new ApiKey(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("prefix"),
        Arrays.stream(row.getArrayOfStrings("permissions"))
            .map(Permission::valueOf)
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        Set.of(row.getArrayOfUUIDs("project_ids")),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("expires_at"),
        row.getOffsetDateTime("revoked_at"),
        row.getOffsetDateTime("last_used_at"));
  }
}
