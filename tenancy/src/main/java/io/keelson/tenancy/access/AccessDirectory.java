package io.keelson.tenancy.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.RateLimited;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who a credential stands for, from memory while that is at most a second old. Older than that
 * means a look-up, and where none is possible the answer is an exception, hence a denial.
 */
@ApplicationScoped
public class AccessDirectory {
  private static final Duration MAX_AGE = Duration.ofSeconds(1);
  private static final int MAX_ENTRIES = 100_000;

  private final SystemDatabase system;
  private final InstantSource clock;
  private final KeyLookups keys = new KeyLookups(Ticker.systemTicker());
  private final Cache<MemberKey, Optional<Principal>> byMember = cache();

  private final Cache<Who, Optional<Principal>> byId = cache();

  private record MemberKey(UUID personId, String slug) {}

  private record Who(UUID tenantId, Principal.Kind kind, UUID id) {}

  /** A tenant that a person belongs to. */
  public record Membership(UUID tenantId, String slug, String name) {}

  @Inject
  public AccessDirectory(SystemDatabase system, InstantSource clock) {
    this.system = system;
    this.clock = clock;
  }

  private static <K> Cache<K, Optional<Principal>> cache() {
    return Caffeine.newBuilder()
        .expireAfterWrite(MAX_AGE)
        .maximumSize(MAX_ENTRIES)
        .ticker(Ticker.systemTicker())
        .build();
  }

  /**
   * The holder of an API key that is neither expired nor revoked, of an active tenant. May block.
   *
   * @param address who asks: made-up keys are looked up at a rate for each address
   * @throws RateLimited when too many keys that nobody knows are asked for
   */
  public Optional<Principal> byApiKey(String secret, String address) {
    return keys.find(secret, address, this::lookUpKey);
  }

  /**
   * What {@link #byApiKey} would answer without a look-up, or null when it would need one. Never
   * blocks. What cannot be a key, by its form or its checksum, needs none.
   */
  public Optional<Principal> byApiKeyIfKnown(String secret) {
    return keys.ifKnown(secret);
  }

  /**
   * A person's rights in the tenant of this slug; empty when they are no member of an active one.
   * May block.
   */
  public Optional<Principal> byPerson(UUID personId, String tenantSlug) {
    return byMember.get(new MemberKey(personId, tenantSlug), this::lookUpMember);
  }

  /** {@link #byPerson} without blocking: null when it would need a look-up. */
  public Optional<Principal> byPersonIfKnown(UUID personId, String tenantSlug) {
    return byMember.getIfPresent(new MemberKey(personId, tenantSlug));
  }

  /** The active tenants that the person belongs to, by slug; at most 100. */
  public List<Membership> tenantsOf(UUID personId) {
    return system.transact(
        SystemUse.MEMBERSHIP_LOOKUP,
        tx ->
            tx.list(
                row ->
                    new Membership(
                        row.getUUID("tenant_id"), row.getString("slug"), row.getString("name")),
                """
                SELECT t.tenant_id, t.slug, t.name
                FROM tenancy.member m
                JOIN tenancy.tenant t ON t.tenant_id = m.tenant_id
                WHERE m.person_id = $1 AND t.status = 'ACTIVE'
                ORDER BY t.slug
                LIMIT 100
                """,
                personId));
  }

  /**
   * The holder of the key of this id as at most a second ago; for whoever was let in with its
   * secret before. May block.
   */
  public Optional<Principal> byApiKeyId(UUID tenantId, UUID keyId) {
    return byId.get(
        new Who(tenantId, Principal.Kind.API_KEY, keyId),
        who ->
            system.transact(
                SystemUse.API_KEY_LOOKUP,
                tx -> PrincipalRows.key(tx, tenantId, keyId, clock.instant())));
  }

  /** A member's rights by the tenant's id, as at most a second ago. May block. */
  public Optional<Principal> byPersonId(UUID tenantId, UUID personId) {
    return byId.get(
        new Who(tenantId, Principal.Kind.PERSON, personId),
        who ->
            system.transact(
                SystemUse.MEMBERSHIP_LOOKUP, tx -> PrincipalRows.member(tx, tenantId, personId)));
  }

  private Optional<Principal> lookUpKey(String secret) {
    Buffer hash = Buffer.buffer(new ApiKeySecret(secret).hash());
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    return system.transact(
        SystemUse.API_KEY_LOOKUP,
        tx -> {
          Optional<Row> found =
              tx.one(
                  PrincipalRows.KEY + "WHERE k.secret_hash = $1 AND " + PrincipalRows.KEY_COUNTS,
                  hash,
                  now);
          found.ifPresent(row -> noteUse(tx, row, now));
          return found.map(PrincipalRows::keyHolder);
        });
  }

  /** Once a minute is exact enough to find keys that nobody uses. */
  private static void noteUse(Transaction tx, Row key, OffsetDateTime now) {
    OffsetDateTime last = key.getOffsetDateTime("last_used_at");
    if (last == null || last.isBefore(now.minusMinutes(1))) {
      tx.update(
          "UPDATE tenancy.api_key SET last_used_at = $3 WHERE tenant_id = $1 AND id = $2",
          key.getUUID("tenant_id"),
          key.getUUID("id"),
          now);
    }
  }

  private Optional<Principal> lookUpMember(MemberKey key) {
    return system.transact(
        SystemUse.MEMBERSHIP_LOOKUP,
        tx -> PrincipalRows.memberBySlug(tx, key.slug(), key.personId()));
  }
}
