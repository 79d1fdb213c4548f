package io.keelson.tenancy.tenant;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.KeyEnds;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The tenants themselves. */
@ApplicationScoped
public class Tenants {
  private static final String COLUMNS =
      "tenant_id, slug, name, plan, plan_since, status, created_at, key_max_life_s, key_unused_after_s, trusted_documents_only, version";
  private static final long HOUR_S = 3_600;
  private static final long DAY_S = 24 * HOUR_S;
  private static final long TEN_YEARS_S = 3_650 * DAY_S;
  private final TenantDatabase database;
  private final SystemDatabase system;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Members members;
  private final InstantSource clock;
  private final Founders founders;

  public Tenants(
      TenantDatabase database,
      SystemDatabase system,
      Mutations mutations,
      Authorizer authorizer,
      Members members,
      InstantSource clock) {
    this.database = database;
    this.system = system;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.members = members;
    this.clock = clock;
    this.founders = new Founders(system);
  }

  /**
   * Creates a tenant that the person owns.
   *
   * @throws Conflict when the slug is taken
   * @throws QuotaExceeded when the person has created as many as one may
   * @throws RateLimited while another of theirs is being made
   */
  public Tenant create(
      Person owner,
      String requestId,
      IdempotencyKey idempotencyKey,
      String address,
      String slug,
      String name) {
    Input.slug("input.slug", slug);
    Input.name("input.name", name);
    UUID id =
        idempotencyKey == null
            ? Ids.next()
            : Ids.fromName("tenant", owner.id(), idempotencyKey.value(), idempotencyKey.field());
    Principal principal =
        new Principal(
            Principal.Kind.PERSON,
            owner.id(),
            id,
            slug,
            owner.username(),
            EnumSet.copyOf(Role.OWNER.permissions()),
            Map.of(),
            null);
    Caller caller = new Caller(principal, requestId, idempotencyKey, address);
    record Wanted(String slug, String name) {}
    try {
      mutations.run(
          caller,
          "createTenant",
          new Wanted(slug, name),
          tx -> {
            founders.requireRoom(tx, owner.id());
            insert(tx, id, slug, name);
            tx.update(
                "UPDATE tenancy.tenant SET founder_id = $2 WHERE tenant_id = $1", id, owner.id());
            members.add(tx, owner, List.of(Grant.of(Role.OWNER, null)));
            return Changed.of("tenant", id, null);
          });
    } catch (UniqueViolation e) {
      throw new Conflict("the slug " + slug + " is taken");
    }
    return get(id);
  }

  /**
   * Inserts a tenant in a transaction of that tenant; for whoever has checked the right already.
   */
  public void insert(Transaction tx, UUID id, String slug, String name) {
    tx.update(
        "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at, plan_since) VALUES ($1, $2, $3, $4, $4)",
        id,
        slug,
        name,
        now());
  }

  /**
   * Renames the tenant; its slug stays.
   *
   * @throws Invalid for a name
   * @throws Forbidden when the caller lacks TENANT_WRITE
   * @throws Conflict when the tenant's version is another
   */
  public Tenant update(Caller caller, String name, int expectedVersion) {
    Input.name("input.name", name);
    record Wanted(String name, int expectedVersion) {}
    mutations.run(
        caller,
        "updateTenant",
        new Wanted(name, expectedVersion),
        tx -> {
          authorizer.require(caller.principal(), Permission.TENANT_WRITE, null);
          tx.updateOne(
              "tenant has changed since version " + expectedVersion,
              """
              UPDATE tenancy.tenant
              SET name = $3, version = version + 1
              WHERE tenant_id = $1 AND version = $2
              """,
              tx.tenantId(),
              expectedVersion,
              name);
          return new Changed("tenant", tx.tenantId(), null, Map.of("name", name));
        });
    return get(caller.principal().tenantId());
  }

  /**
   * Sets what the tenant wants of its API keys. Where the life changes, those that are there end by
   * it as {@link KeyEnds} says.
   *
   * @throws Invalid for a life under an hour or over ten years, or a time without use under a day
   *     or over ten years
   * @throws Forbidden when the caller lacks TENANT_WRITE
   * @throws Conflict when the tenant's version is another
   */
  public Tenant setKeyPolicy(Caller caller, KeyPolicy policy, int expectedVersion) {
    if (policy.maxLife() != null) {
      Input.range("input.maxLife", policy.maxLife().toSeconds(), HOUR_S, TEN_YEARS_S);
    }
    Input.range("input.unusedAfter", policy.unusedAfter().toSeconds(), DAY_S, TEN_YEARS_S);
    record Wanted(KeyPolicy policy, int expectedVersion) {}
    mutations.run(
        caller,
        "setKeyPolicy",
        new Wanted(policy, expectedVersion),
        tx -> {
          authorizer.require(caller.principal(), Permission.TENANT_WRITE, null);
          Duration before = maxLife(tx);
          tx.updateOne(
              "tenant has changed since version " + expectedVersion,
              """
              UPDATE tenancy.tenant
              SET key_max_life_s = $3, key_unused_after_s = $4, version = version + 1
              WHERE tenant_id = $1 AND version = $2
              """,
              tx.tenantId(),
              expectedVersion,
              policy.maxLife() == null ? null : policy.maxLife().toSeconds(),
              policy.unusedAfter().toSeconds());
          if (!Objects.equals(before, policy.maxLife())) {
            KeyEnds.underPolicy(tx, policy.maxLife(), now());
          }
          return new Changed(
              "tenant",
              tx.tenantId(),
              null,
              Map.of(
                  "maxLife",
                  String.valueOf(policy.maxLife()),
                  "unusedAfter",
                  policy.unusedAfter().toString()));
        });
    return get(caller.principal().tenantId());
  }

  /** What the policy says now, until the transaction ends; null for nothing. */
  private static Duration maxLife(Transaction tx) {
    return tx.one(
            "SELECT key_max_life_s FROM tenancy.tenant WHERE tenant_id = $1 FOR NO KEY UPDATE",
            tx.tenantId())
        .map(row -> seconds(row.getLong("key_max_life_s")))
        .orElse(null);
  }

  /**
   * Says whether the tenant's members and keys may send only operations that are trusted. Callers
   * know within two seconds, those that have a socket open too.
   *
   * @throws Forbidden when the caller lacks TENANT_WRITE
   * @throws Conflict when the tenant's version is another
   */
  public Tenant setTrustedDocumentsOnly(Caller caller, boolean only, int expectedVersion) {
    record Wanted(boolean only, int expectedVersion) {}
    mutations.run(
        caller,
        "setTrustedDocumentsOnly",
        new Wanted(only, expectedVersion),
        tx -> {
          authorizer.require(caller.principal(), Permission.TENANT_WRITE, null);
          tx.updateOne(
              "tenant has changed since version " + expectedVersion,
              """
              UPDATE tenancy.tenant
              SET trusted_documents_only = $3, version = version + 1
              WHERE tenant_id = $1 AND version = $2
              """,
              tx.tenantId(),
              expectedVersion,
              only);
          return new Changed("tenant", tx.tenantId(), null, Map.of("only", Boolean.toString(only)));
        });
    return get(caller.principal().tenantId());
  }

  public Tenant get(UUID tenantId) {
    return database.transact(
        tenantId,
        tx ->
            tx.one("SELECT " + COLUMNS + " FROM tenancy.tenant WHERE tenant_id = $1", tenantId)
                .map(Tenants::tenant)
                .orElseThrow(() -> new NotFound("tenant")));
  }

  /** For the platform's own loops; callers name a tenant through their credential. */
  public Optional<Tenant> bySlug(String slug) {
    return system.transact(
        SystemUse.TENANT_DIRECTORY,
        tx ->
            tx.one("SELECT " + COLUMNS + " FROM tenancy.tenant WHERE slug = $1", slug)
                .map(Tenants::tenant));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static Duration seconds(Long seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static Tenant tenant(Row row) {
    return new Tenant(
        row.getUUID("tenant_id"),
        row.getString("slug"),
        row.getString("name"),
        row.getString("plan"),
        row.getOffsetDateTime("plan_since"),
        TenantStatus.valueOf(row.getString("status")),
        row.getOffsetDateTime("created_at"),
        new KeyPolicy(
            seconds(row.getLong("key_max_life_s")), seconds(row.getLong("key_unused_after_s"))),
        row.getBoolean("trusted_documents_only"),
        row.getInteger("version"));
  }
}
