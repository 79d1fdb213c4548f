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
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
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
  private static final int MAX_KEYS_OF_ACCOUNT = 20;
  private static final Duration MAX_OVERLAP = Duration.ofDays(30);
  private static final String COLUMNS =
      "id, name, prefix, permissions, project_ids, service_account_id, created_by, created_by_kind, created_by_id, created_at, expires_at, revoked_at, last_used_at";

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final InstantSource clock;
  private final KeyLife life;

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
    this.life = new KeyLife(clock);
  }

  /**
   * @param projectIds the only projects the key works in; empty or null for the whole tenant
   * @param expiresAt null for a key that lives until it is revoked
   * @param serviceAccountId whose key it is, without permissions and projects of its own then; null
   *     for one that has some
   */
  public record NewApiKey(
      String name,
      Set<Permission> permissions,
      Set<UUID> projectIds,
      OffsetDateTime expiresAt,
      UUID serviceAccountId) {

    /** Of nobody's account. */
    public NewApiKey(
        String name, Set<Permission> permissions, Set<UUID> projectIds, OffsetDateTime expiresAt) {
      this(name, permissions, projectIds, expiresAt, null);
    }
  }

  /** A key with its secret, which is shown this once. */
  public record Created(ApiKey apiKey, ApiKeySecret secret) {}

  /**
   * @throws Invalid for a name, an empty permission set or one beside an account, too many
   *     projects, a time in the past, beyond the tenant's policy or, from a key, after its own end
   * @throws Forbidden when the caller lacks KEY_WRITE or what the key will be able to do
   * @throws NotFound when the account or one of the projects does not exist
   * @throws QuotaExceeded beyond 20 keys of an account that count
   * @throws Conflict for a replayed idempotency key: a secret is shown once
   */
  public Created create(Caller caller, NewApiKey input) {
    Input.name("input.name", input.name());
    Set<UUID> projects = input.projectIds() == null ? Set.of() : input.projectIds();
    checkRights(input, projects);
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
              if (input.serviceAccountId() == null) {
                granting.requireHeld(tx, giver, rights(input.permissions(), projects));
              } else {
                requireRoom(tx, input.serviceAccountId());
                requireHeldOfAccount(tx, giver, input.serviceAccountId());
              }
              life.require(tx, giver, input.expiresAt());
              insert(tx, newId, giver, input, secret);
              return new Changed("apikey", newId, null, Map.of("name", input.name()));
            });
    return created(caller, newId, id, secret);
  }

  private Created created(Caller caller, UUID newId, UUID id, ApiKeySecret secret) {
    if (!id.equals(newId)) {
      throw new Conflict("this key was created before, and its secret is shown once");
    }
    return new Created(get(caller.principal(), id), secret);
  }

  private static void checkRights(NewApiKey input, Set<UUID> projects) {
    boolean own = input.serviceAccountId() == null;
    if (!own && input.permissions() != null && !input.permissions().isEmpty()) {
      throw new Invalid(
          "input.permissions", input.permissions(), "none: those of the account are the key's");
    }
    if (own) {
      Input.size("input.permissions", input.permissions(), 1, Permission.values().length);
    }
    Input.size("input.projectIds", projects, 0, own ? MAX_PROJECTS : 0);
  }

  private void requireHeldOfAccount(Transaction tx, Principal giver, UUID accountId) {
    granting.requireHeld(
        tx, giver, Grants.rights(tx, Grants.of(tx, Grantee.serviceAccount(accountId))));
  }

  private void requireRoom(Transaction tx, UUID accountId) {
    boolean there =
        tx.one(
                "SELECT 1 FROM tenancy.service_account WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
                tx.tenantId(),
                accountId)
            .isPresent();
    if (!there) {
      throw new NotFound("service account");
    }
    int keys =
        tx.one(
                """
                SELECT count(*)::int AS keys
                FROM tenancy.api_key
                WHERE tenant_id = $1 AND service_account_id = $2 AND revoked_at IS NULL
                  AND (expires_at IS NULL OR expires_at > $3)
                """,
                tx.tenantId(),
                accountId,
                now())
            .orElseThrow()
            .getInteger("keys");
    if (keys >= MAX_KEYS_OF_ACCOUNT) {
      throw new QuotaExceeded("keys of a service account: at most " + MAX_KEYS_OF_ACCOUNT);
    }
  }

  private static List<Granting.Rights> rights(Set<Permission> permissions, Set<UUID> projects) {
    return projects.isEmpty()
        ? List.of(new Granting.Rights(permissions, null))
        : projects.stream().map(project -> new Granting.Rights(permissions, project)).toList();
  }

  private void insert(
      Transaction tx, UUID id, Principal creator, NewApiKey input, ApiKeySecret secret) {
    tx.update(
        """
        INSERT INTO tenancy.api_key
          (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_at, expires_at,
           created_by, created_by_kind, created_by_id, person_id, service_account_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        tx.tenantId(),
        id,
        input.name(),
        secret.prefix(),
        Buffer.buffer(secret.hash()),
        input.permissions() == null
            ? new String[0]
            : new TreeSet<>(input.permissions()).stream().map(Enum::name).toArray(String[]::new),
        input.projectIds() == null ? new UUID[0] : input.projectIds().toArray(UUID[]::new),
        now(),
        input.expiresAt(),
        creator.label(),
        creator.kind().name(),
        creator.id(),
        creator.person() == null ? null : creator.person().id(),
        input.serviceAccountId());
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** A key to be replaced by one that can do the same, and how long both count. */
  public record Rotation(UUID id, Duration overlap) {}

  /**
   * Makes a key that can do what another one can and lives as long as that one was made for, as far
   * as the tenant's policy and the caller's own key allow. The other one ends after the overlap.
   * Whoever rotates a key holds its secret afterwards, and so holds what it can do before.
   *
   * @throws Invalid for an overlap of more than 30 days
   * @throws Forbidden when the caller lacks KEY_WRITE or what the key can do
   * @throws NotFound when there is no such key
   * @throws QuotaExceeded beyond 20 keys of an account that count
   * @throws Conflict when the key has ended, and for a replayed idempotency key: a secret is shown
   *     once
   */
  public Created rotate(Caller caller, Rotation input) {
    Input.range("input.overlap", input.overlap().toSeconds(), 0, MAX_OVERLAP.toSeconds());
    ApiKeySecret secret = ApiKeySecret.generate();
    UUID newId = Ids.next();
    UUID id =
        mutations.run(
            caller,
            "rotateApiKey",
            input,
            tx -> {
              Principal giver = granting.holdingStill(tx, caller.principal());
              authorizer.require(giver, Permission.KEY_WRITE, null);
              ApiKey old = counting(tx, input.id());
              if (old.serviceAccountId() == null) {
                granting.requireHeld(tx, giver, rights(old.permissions(), old.projectIds()));
              } else {
                requireRoom(tx, old.serviceAccountId());
                requireHeldOfAccount(tx, giver, old.serviceAccountId());
              }
              // Before the old one gets its end: it may be the key that the caller has.
              OffsetDateTime end = life.ofSuccessor(tx, giver, old.createdAt(), old.expiresAt());
              endAt(tx, old.id(), now().plus(input.overlap()));
              insert(
                  tx,
                  newId,
                  giver,
                  new NewApiKey(
                      old.name(), old.permissions(), old.projectIds(), end, old.serviceAccountId()),
                  secret);
              return new Changed(
                  "apikey",
                  newId,
                  null,
                  Map.of("name", old.name(), "replaces", input.id().toString()));
            });
    return created(caller, newId, id, secret);
  }

  /** The key, which stays as it is until the transaction ends. */
  private ApiKey counting(Transaction tx, UUID id) {
    ApiKey old =
        tx.one(
                "SELECT "
                    + COLUMNS
                    + " FROM tenancy.api_key WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
                tx.tenantId(),
                id)
            .map(ApiKeys::apiKey)
            .orElseThrow(() -> new NotFound("API key"));
    if (old.revokedAt() != null || old.expiresAt() != null && !old.expiresAt().isAfter(now())) {
      throw new Conflict("the key has ended");
    }
    return old;
  }

  private static void endAt(Transaction tx, UUID id, OffsetDateTime end) {
    tx.update(
        """
        UPDATE tenancy.api_key
        SET expires_at = least(expires_at, $3)
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        id,
        end);
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

  /** Of each of these accounts its newest keys, at most 20. */
  public Map<UUID, List<ApiKey>> ofAccounts(Principal principal, Collection<UUID> accountIds) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    return database
        .transact(
            principal.tenantId(),
            tx ->
                tx.list(
                    ApiKeys::apiKey,
                    "SELECT "
                        + COLUMNS
                        + """
                         FROM (
                          SELECT k.*, row_number() OVER (PARTITION BY service_account_id ORDER BY id DESC) AS place
                          FROM tenancy.api_key k
                          WHERE tenant_id = $1 AND service_account_id = ANY ($2)) AS of_account
                        WHERE place <= $3
                        ORDER BY id DESC
                        """,
                    principal.tenantId(),
                    accountIds.toArray(UUID[]::new),
                    MAX_KEYS_OF_ACCOUNT))
        .stream()
        .collect(Collectors.groupingBy(ApiKey::serviceAccountId));
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
        row.getUUID("service_account_id"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("expires_at"),
        row.getOffsetDateTime("revoked_at"),
        row.getOffsetDateTime("last_used_at"));
  }
}
