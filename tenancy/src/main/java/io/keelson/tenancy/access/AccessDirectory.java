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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

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
  private final KeyLookups keys =
      new KeyLookups(
          Ticker.systemTicker(), new IssuedKeys(Ticker.systemTicker(), this::issuedAfter));
  private final Cache<MemberKey, Optional<Principal>> byMember = cache();

  private final Cache<Who, Optional<Principal>> byId = cache();

  /** A key of a tenant. */
  public record KeyId(UUID tenantId, UUID id) {}

  /** A person in a tenant. */
  public record PersonId(UUID tenantId, UUID id) {}

  /** A person in the tenant of this slug. */
  public record MemberKey(UUID personId, String slug) {}

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
   * @throws RateLimited when too many keys that nobody knows are asked for; a key that was issued
   *     more than a second ago gets through all the same
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
   * A person's rights in the tenant of this slug; empty when they are no member of an active one,
   * and no owner of a suspended one, which may do nothing but read the audit log. May block.
   */
  public Optional<Principal> byPerson(UUID personId, String tenantSlug) {
    return byMember.get(new MemberKey(personId, tenantSlug), this::lookUpMember);
  }

  /** {@link #byPerson} without blocking: null when it would need a look-up. */
  public Optional<Principal> byPersonIfKnown(UUID personId, String tenantSlug) {
    return byMember.getIfPresent(new MemberKey(personId, tenantSlug));
  }

  /** The tenants that the person belongs to and is let into, by slug; at most 100. */
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
                WHERE m.person_id = $1 AND
                """
                    + PrincipalRows.LETS_IN
                    + """
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

  /**
   * The holders of those of these keys that count now: one statement however many they are. For
   * whoever was let in with a secret before. Blocks.
   */
  public Map<KeyId, Principal> byApiKeyIds(Collection<KeyId> keys) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    UUID[] tenants = keys.stream().map(KeyId::tenantId).toArray(UUID[]::new);
    UUID[] ids = keys.stream().map(KeyId::id).toArray(UUID[]::new);
    Map<KeyId, Principal> found = new HashMap<>();
    system
        .transact(
            SystemUse.API_KEY_LOOKUP,
            tx ->
                tx.list(
                    PrincipalRows::keyHolder,
                    PrincipalRows.KEY
                        + """
                        JOIN unnest($1::uuid[], $3::uuid[]) AS asked (tenant_id, id)
                          ON asked.tenant_id = k.tenant_id AND asked.id = k.id
                        WHERE
                        """
                        + PrincipalRows.KEY_COUNTS
                        + PrincipalRows.PERSON_COUNTS,
                    tenants,
                    now,
                    ids))
        .forEach(holder -> found.put(new KeyId(holder.tenantId(), holder.keyId()), holder));
    return found;
  }

  /**
   * The rights of these people in the tenants named beside them, as {@link #byPerson} has them;
   * whoever has none is left out. One statement however many they are. Blocks.
   */
  public Map<MemberKey, Principal> byMembers(Collection<MemberKey> members) {
    return members(
        row -> new MemberKey(row.getUUID("person_id"), row.getString("slug")),
        MemberKey::personId,
        """
        FROM unnest($1::uuid[], $2::text[]) AS asked (person_id, slug)
        JOIN tenancy.tenant t ON t.slug = asked.slug
        JOIN tenancy.member m ON m.tenant_id = t.tenant_id AND m.person_id = asked.person_id
        """,
        PrincipalRows.LETS_IN,
        members.stream().map(MemberKey::personId).toArray(UUID[]::new),
        members.stream().map(MemberKey::slug).toArray(String[]::new));
  }

  /**
   * The rights of these people in the active tenants named beside them, as {@link #byPersonId} has
   * them; whoever has none is left out. One statement however many they are. Blocks.
   */
  public Map<PersonId, Principal> byPersonIds(Collection<PersonId> people) {
    return members(
        row -> new PersonId(row.getUUID("tenant_id"), row.getUUID("person_id")),
        PersonId::id,
        """
        FROM unnest($1::uuid[], $2::uuid[]) AS asked (tenant_id, person_id)
        JOIN tenancy.tenant t ON t.tenant_id = asked.tenant_id AND t.status = 'ACTIVE'
        JOIN tenancy.member m ON m.tenant_id = t.tenant_id AND m.person_id = asked.person_id
        """,
        "m.lost_at IS NULL",
        people.stream().map(PersonId::tenantId).toArray(UUID[]::new),
        people.stream().map(PersonId::id).toArray(UUID[]::new));
  }

  private <K> Map<K, Principal> members(
      Function<Row, K> key,
      Function<K, UUID> personId,
      String asked,
      String condition,
      Object... params) {
    Map<K, List<Row>> grants = new HashMap<>();
    system
        .transact(
            SystemUse.MEMBERSHIP_LOOKUP,
            tx ->
                tx.list(
                    row -> row,
                    """
                    SELECT t.tenant_id, t.slug, t.status, t.trusted_documents_only, m.person_id, m.username, g.role, r.permissions, g.project_id
                    """
                        + asked
                        + PrincipalRows.GRANTS
                        + "WHERE "
                        + condition,
                    params))
        .forEach(row -> grants.computeIfAbsent(key.apply(row), of -> new ArrayList<>()).add(row));
    Map<K, Principal> found = new HashMap<>();
    grants.forEach(
        (of, rows) ->
            PrincipalRows.member(personId.apply(of), rows)
                .ifPresent(member -> found.put(of, member)));
    return found;
  }

  private Optional<Principal> lookUpKey(String secret) {
    Buffer hash = Buffer.buffer(new ApiKeySecret(secret).hash());
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    return system.transact(
        SystemUse.API_KEY_LOOKUP,
        tx -> {
          Optional<Row> found =
              tx.one(
                  PrincipalRows.KEY
                      + "WHERE k.secret_hash = $1 AND "
                      + PrincipalRows.KEY_COUNTS
                      + PrincipalRows.PERSON_COUNTS,
                  hash,
                  now);
          found.ifPresent(row -> noteUse(tx, row, now));
          return found.map(PrincipalRows::keyHolder);
        });
  }

  private List<byte[]> issuedAfter(byte[] hash) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    return system.transact(
        SystemUse.API_KEY_LOOKUP,
        tx ->
            tx.list(
                row -> row.getBuffer("secret_hash").getBytes(),
                """
                SELECT k.secret_hash
                FROM tenancy.api_key k
                JOIN tenancy.tenant t ON t.tenant_id = k.tenant_id
                WHERE k.secret_hash > $1 AND
                """
                    + PrincipalRows.KEY_COUNTS
                    + "ORDER BY k.secret_hash LIMIT $3",
                Buffer.buffer(hash),
                now,
                IssuedKeys.PAGE));
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
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    return system.transact(
        SystemUse.MEMBERSHIP_LOOKUP,
        tx -> {
          List<Row> rows = PrincipalRows.memberRowsBySlug(tx, key.slug(), key.personId());
          if (!rows.isEmpty()) {
            noteSeen(tx, rows.getFirst(), now);
          }
          return PrincipalRows.member(key.personId(), rows);
        });
  }

  /** Once a minute, and not while somebody changes the member: rights wait for nobody. */
  private static void noteSeen(Transaction tx, Row member, OffsetDateTime now) {
    OffsetDateTime last = member.getOffsetDateTime("last_seen_at");
    if (last == null || last.isBefore(now.minusMinutes(1))) {
      tx.update(
          """
          UPDATE tenancy.member
          SET last_seen_at = $3
          WHERE tenant_id = $1 AND id = (
            SELECT id FROM tenancy.member WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE SKIP LOCKED)
          """,
          member.getUUID("tenant_id"),
          member.getUUID("member_id"),
          now);
    }
  }
}
