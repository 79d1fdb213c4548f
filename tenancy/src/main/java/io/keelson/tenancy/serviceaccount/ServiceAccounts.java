package io.keelson.tenancy.serviceaccount;

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
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Accounts for programs. Their keys, which {@code ApiKeys} makes, have what the account holds at
 * each call; they stay when whoever made them leaves. Whoever gives an account something, or takes
 * it, holds that themselves. An account is never an owner.
 */
@ApplicationScoped
public class ServiceAccounts {
  private static final int MAX_ACCOUNTS = 200;
  private static final UUID BEFORE_ALL = new UUID(0, 0);
  private static final String PAGE =
      "FROM ServiceAccountEntity a WHERE a.tenantId = :tenantId AND a.id > :after ORDER BY a.id";
  private static final String BY_IDS =
      "FROM ServiceAccountEntity a WHERE a.tenantId = :tenantId AND a.id IN :ids";

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final InstantSource clock;

  public ServiceAccounts(
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

  public record NewAccount(String name, String description, List<Grant> grants) {}

  public record AccountGrants(UUID id, int expectedVersion, List<Grant> grants) {}

  /**
   * @throws Invalid for a name, a description, too many grants, or that of an owner
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that it would have
   * @throws NotFound when there is no such role or project
   * @throws Conflict when the name is taken, in whatever case
   * @throws QuotaExceeded beyond 200
   */
  public ServiceAccount create(Caller caller, NewAccount input) {
    Input.name("input.name", input.name());
    Input.description("input.description", input.description());
    Grants.boundedWithoutOwner("input.grants", input.grants());
    UUID id =
        mutations.runNamed(
            caller,
            "createServiceAccount",
            input.name(),
            input,
            tx -> {
              Principal giver = changing(tx, caller);
              granting.requireHeld(tx, giver, Grants.rights(tx, input.grants()));
              requireRoom(tx);
              UUID made = insert(tx, giver, input);
              Grants.add(tx, Grantee.serviceAccount(made), input.grants());
              return new Changed(
                  "serviceaccount",
                  made,
                  null,
                  Map.of("name", input.name(), "grants", input.grants().toString()));
            });
    return find(caller.principal().tenantId(), id);
  }

  private UUID insert(Transaction tx, Principal creator, NewAccount input) {
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO tenancy.service_account
          (tenant_id, id, name, description, created_by, created_by_kind, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        tx.tenantId(),
        id,
        input.name(),
        input.description(),
        creator.label(),
        creator.kind().name(),
        creator.id(),
        now());
    return id;
  }

  /**
   * Replaces what the account holds, and so what its keys may do a second later.
   *
   * @throws Invalid for too many grants, or that of an owner
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that they would give or
   *     take
   * @throws NotFound when there is no such account, role or project
   * @throws Conflict when the account's version is another
   */
  public ServiceAccount setGrants(Caller caller, AccountGrants input) {
    Grants.boundedWithoutOwner("input.grants", input.grants());
    Grantee account = Grantee.serviceAccount(input.id());
    UUID id =
        mutations.run(
            caller,
            "setServiceAccountGrants",
            input,
            tx -> {
              Principal giver = changing(tx, caller);
              requireThere(tx, input.id());
              Set<Grant> changed = Grants.difference(Grants.of(tx, account), input.grants());
              granting.requireHeld(tx, giver, Grants.rights(tx, changed));
              tx.updateOne(
                  "service account has changed since version " + input.expectedVersion(),
                  """
                  UPDATE tenancy.service_account
                  SET version = version + 1
                  WHERE tenant_id = $1 AND id = $2 AND version = $3
                  """,
                  tx.tenantId(),
                  input.id(),
                  input.expectedVersion());
              Grants.replace(tx, account, input.grants());
              return new Changed(
                  "serviceaccount", input.id(), null, Map.of("grants", input.grants().toString()));
            });
    return find(caller.principal().tenantId(), id);
  }

  /**
   * Removes an account and revokes its keys, and those that were made with them: nobody accepts
   * them a second later.
   *
   * @return the account as it was
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that the account holds
   * @throws NotFound when there is no such account
   * @throws Conflict when its version is another
   */
  public ServiceAccount delete(Caller caller, UUID id, int expectedVersion) {
    record Wanted(UUID id, int expectedVersion) {}
    List<ServiceAccount> before = read(caller.principal().tenantId(), List.of(id));
    mutations.run(
        caller,
        "deleteServiceAccount",
        new Wanted(id, expectedVersion),
        tx -> {
          Principal giver = changing(tx, caller);
          requireThere(tx, id);
          granting.requireHeld(
              tx, giver, Grants.rights(tx, Grants.of(tx, Grantee.serviceAccount(id))));
          int revoked = revokeKeys(tx, id);
          tx.updateOne(
              "service account has changed since version " + expectedVersion,
              "DELETE FROM tenancy.service_account WHERE tenant_id = $1 AND id = $2 AND version = $3",
              tx.tenantId(),
              id,
              expectedVersion);
          return new Changed("serviceaccount", id, null, Map.of("revokedKeys", revoked));
        });
    return before.stream().findFirst().orElseThrow(() -> new NotFound("service account"));
  }

  private int revokeKeys(Transaction tx, UUID id) {
    return tx.update(
        """
        UPDATE tenancy.api_key
        SET revoked_at = $3
        WHERE tenant_id = $1 AND (service_account_id = $2 OR behind_account_id = $2) AND revoked_at IS NULL
        """,
        tx.tenantId(),
        id,
        now());
  }

  /**
   * @throws NotFound when there is no such account
   */
  public ServiceAccount get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return find(principal.tenantId(), id);
  }

  /** By id, after the given one when there is one. */
  public List<ServiceAccount> page(Principal principal, int limit, UUID afterId) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    UUID tenantId = principal.tenantId();
    return accounts(
        tenantId,
        database.withSession(
            tenantId,
            session ->
                session
                    .createQuery(PAGE, ServiceAccountEntity.class)
                    .setParameter("tenantId", tenantId)
                    .setParameter("after", afterId == null ? BEFORE_ALL : afterId)
                    .setMaxResults(limit)
                    .getResultList()));
  }

  /**
   * What these accounts are called, those of them that are there; for whoever may see the keys that
   * belong to them, and may know no more of the accounts.
   */
  public Map<UUID, String> namesOfKeyHolders(Principal principal, Collection<UUID> ids) {
    authorizer.require(principal, Permission.KEY_WRITE, null);
    return database
        .transact(
            principal.tenantId(),
            tx ->
                tx.list(
                    row -> Map.entry(row.getUUID("id"), row.getString("name")),
                    """
                    SELECT id, name
                    FROM tenancy.service_account
                    WHERE tenant_id = $1 AND id = ANY ($2)
                    """,
                    tx.tenantId(),
                    ids.toArray(UUID[]::new)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private ServiceAccount find(UUID tenantId, UUID id) {
    return read(tenantId, List.of(id)).stream()
        .findFirst()
        .orElseThrow(() -> new NotFound("service account"));
  }

  private List<ServiceAccount> read(UUID tenantId, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return accounts(
        tenantId,
        database.withSession(
            tenantId,
            session ->
                session
                    .createQuery(BY_IDS, ServiceAccountEntity.class)
                    .setParameter("tenantId", tenantId)
                    .setParameter("ids", ids)
                    .getResultList()));
  }

  private List<ServiceAccount> accounts(UUID tenantId, List<ServiceAccountEntity> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    Map<UUID, List<Grant>> grants =
        database.transact(
            tenantId,
            tx ->
                Grants.of(
                    tx,
                    Grantee.Kind.SERVICE_ACCOUNT,
                    found.stream().map(account -> account.id).toList()));
    return found.stream()
        .map(account -> account.account(grants.getOrDefault(account.id, List.of())))
        .toList();
  }

  private Principal changing(Transaction tx, Caller caller) {
    Principal giver = granting.changingMembers(tx, caller.principal());
    authorizer.require(giver, Permission.MEMBER_WRITE, null);
    return giver;
  }

  private static void requireThere(Transaction tx, UUID id) {
    boolean there =
        tx.one(
                "SELECT 1 FROM tenancy.service_account WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                id)
            .isPresent();
    if (!there) {
      throw new NotFound("service account");
    }
  }

  private static void requireRoom(Transaction tx) {
    int accounts =
        tx.one(
                "SELECT count(*)::int AS accounts FROM tenancy.service_account WHERE tenant_id = $1",
                tx.tenantId())
            .orElseThrow()
            .getInteger("accounts");
    if (accounts >= MAX_ACCOUNTS) {
      throw new QuotaExceeded("service accounts", MAX_ACCOUNTS, accounts, 1);
    }
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
