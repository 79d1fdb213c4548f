package io.keelson.tenancy.apikey;

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
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Creates and revokes API keys. Nobody can give a key more than they hold themselves. */
@ApplicationScoped
public class ApiKeys {
  private static final int MAX_PROJECTS = 100;
  private static final int MAX_KEYS_OF_ACCOUNT = 20;
  private static final Duration MAX_OVERLAP = Duration.ofDays(30);

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final Quotas quotas;
  private final InstantSource clock;
  private final KeyLife life;

  public ApiKeys(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      Quotas quotas,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.quotas = quotas;
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
   * @throws Forbidden when the caller lacks KEY_WRITE or what the key will be able to do, or
   *     whoever made the caller's own key has left
   * @throws NotFound when the account or one of the projects does not exist
   * @throws QuotaExceeded beyond 20 keys of an account that count, or the tenant's quota
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
              Principal giver = giver(tx, caller);
              if (input.serviceAccountId() == null) {
                granting.requireHeld(tx, giver, rights(input.permissions(), projects));
              } else {
                requireRoom(tx, input.serviceAccountId());
                requireHeldOfAccount(tx, giver, input.serviceAccountId());
              }
              life.require(tx, giver, input.expiresAt());
              insert(tx, newId, giver, input, secret);
              quotas.require(tx, QuotaName.API_KEYS, 1);
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

  private Principal giver(Transaction tx, Caller caller) {
    Principal giver = granting.handingOut(tx, caller.principal());
    authorizer.require(giver, Permission.KEY_WRITE, null);
    return giver;
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
    int counting = ApiKeyRows.counting(tx, accountId, now());
    if (counting >= MAX_KEYS_OF_ACCOUNT) {
      throw new QuotaExceeded("keys of a service account", MAX_KEYS_OF_ACCOUNT, counting, 1);
    }
  }

  private static List<Granting.Rights> rights(Set<Permission> permissions, Set<UUID> projects) {
    return projects.isEmpty()
        ? List.of(new Granting.Rights(permissions, null))
        : projects.stream().map(project -> new Granting.Rights(permissions, project)).toList();
  }

  private void insert(
      Transaction tx, UUID id, Principal creator, NewApiKey input, ApiKeySecret secret) {
    ApiKeyRows.insert(tx, id, creator, input, secret, now());
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
   * @throws Forbidden when the caller lacks KEY_WRITE or what the key can do, or whoever made the
   *     caller's own key has left
   * @throws NotFound when there is no such key
   * @throws QuotaExceeded beyond 20 keys of an account that count, or the tenant's quota; unless
   *     the other one ends at once
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
              Principal giver = giver(tx, caller);
              ApiKey old = counting(tx, input.id());
              if (old.serviceAccountId() == null) {
                granting.requireHeld(tx, giver, rights(old.permissions(), old.projectIds()));
              } else {
                if (!input.overlap().isZero()) {
                  requireRoom(tx, old.serviceAccountId()); // for as long as both count
                }
                requireHeldOfAccount(tx, giver, old.serviceAccountId());
              }
              // Before the old one gets its end: it may be the key that the caller has.
              OffsetDateTime end = life.ofSuccessor(tx, giver, old.createdAt(), old.expiresAt());
              ApiKeyRows.endAt(tx, old.id(), now().plus(input.overlap()));
              insert(
                  tx,
                  newId,
                  giver,
                  new NewApiKey(
                      old.name(), old.permissions(), old.projectIds(), end, old.serviceAccountId()),
                  secret);
              if (!input.overlap().isZero()) {
                quotas.require(tx, QuotaName.API_KEYS, 1);
              }
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
    ApiKey old = ApiKeyRows.hold(tx, id).orElseThrow(() -> new NotFound("API key"));
    if (old.revokedAt() != null || old.expiresAt() != null && !old.expiresAt().isAfter(now())) {
      throw new Conflict("the key has ended");
    }
    return old;
  }

  /** Revoking a revoked key changes nothing; within a second no process accepts it any more. */
  public ApiKey revoke(Caller caller, UUID id) {
    mutations.run(
        caller,
        "revokeApiKey",
        id,
        tx -> {
          authorizer.require(caller.principal(), Permission.KEY_WRITE, null);
          if (!ApiKeyRows.revoke(tx, id, now())) {
            throw new NotFound("API key");
          }
          return Changed.of("apikey", id, null);
        });
    return get(caller.principal(), id);
  }

  public ApiKey get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    return database
        .transact(principal.tenantId(), tx -> ApiKeyRows.find(tx, id))
        .orElseThrow(() -> new NotFound("API key"));
  }

  /**
   * Newest first.
   *
   * @param filter which of them; null for all, those that have ended too
   * @param before the id of the last one before them; null for the newest
   */
  public List<ApiKey> page(Principal principal, ApiKeyFilter filter, int limit, UUID before) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    return database.transact(
        principal.tenantId(), tx -> new ApiKeyLists(tx, filter, now()).newest(limit, before));
  }

  /**
   * A key among others.
   *
   * @param points of cost that it took in the last seven days, as {@code PointUse} tells them
   */
  public record Ranked(ApiKey key, long points) {}

  /** Where a list by points stands. */
  public record PlaceByPoints(long points, UUID keyId) {}

  /**
   * Those that took most points in the last seven days first, then the newest of those that took
   * none. Points are taken meanwhile: a key may be on two pages, or on none.
   *
   * @param filter which of them; null for all, those that have ended too
   * @param after the last one before them; null for the first
   */
  public List<Ranked> byPoints(
      Principal principal, ApiKeyFilter filter, int limit, PlaceByPoints after) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    return database.transact(
        principal.tenantId(), tx -> new ApiKeyLists(tx, filter, now()).byPoints(limit, after));
  }

  /**
   * Keys that count.
   *
   * @param unused of these, those that nobody has used for as long as the tenant's policy says
   * @param endingSoon of these, those that end within 14 days
   * @param withoutEnd of these, those that last until somebody revokes them
   * @param nextEnd when the first of them ends; null where none does
   */
  public record KeyCounts(
      int inForce, int unused, int endingSoon, int withoutEnd, OffsetDateTime nextEnd) {}

  public KeyCounts counts(Principal principal) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    return database.transact(
        principal.tenantId(), tx -> ApiKeyRows.counts(tx, now(), now().plus(ApiKeyLists.SOON)));
  }

  /**
   * Of each of these accounts its own keys, at most 20, which is as many as may count, then at most
   * 20 that were made with them; of both those that count first, the newest before the others.
   */
  public Map<UUID, List<ApiKey>> ofAccounts(Principal principal, Collection<UUID> accountIds) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    return database.transact(
        principal.tenantId(),
        tx -> ApiKeyRows.ofAccounts(tx, accountIds, MAX_KEYS_OF_ACCOUNT, now()));
  }
}
