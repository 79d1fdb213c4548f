package io.keelson.tenancy.apikey;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** How long a new key may live: by the tenant's policy, and by the key that makes it. */
final class KeyLife {
  private final InstantSource clock;

  KeyLife(InstantSource clock) {
    this.clock = clock;
  }

  /** A time that no new key outlives, and why. */
  private record Bound(OffsetDateTime end, String why) {}

  /**
   * @param expiresAt null for a key without an end
   * @throws Invalid when it would live too long
   */
  void require(Transaction tx, Principal maker, OffsetDateTime expiresAt) {
    bound(tx, maker)
        .filter(bound -> expiresAt == null || expiresAt.isAfter(bound.end()))
        .ifPresent(
            bound -> {
              throw new Invalid(
                  "input.expiresAt", expiresAt, "at most " + bound.end() + ", " + bound.why());
            });
  }

  /** When the successor of such a key ends; null for never. */
  OffsetDateTime ofSuccessor(
      Transaction tx, Principal maker, OffsetDateTime madeAt, OffsetDateTime endedAt) {
    OffsetDateTime end = endedAt == null ? null : now().plus(Duration.between(madeAt, endedAt));
    return bound(tx, maker)
        .map(Bound::end)
        .filter(latest -> end == null || end.isAfter(latest))
        .orElse(end);
  }

  private Optional<Bound> bound(Transaction tx, Principal maker) {
    Optional<Bound> policy = ofPolicy(tx, maker);
    Optional<Bound> own = ofMaker(tx, maker);
    return policy.isPresent() && own.isPresent() && policy.get().end().isBefore(own.get().end())
        ? policy
        : own.or(() -> policy);
  }

  /** The platform's own keys, as those of the demo, are no tenant's to bound. */
  private Optional<Bound> ofPolicy(Transaction tx, Principal maker) {
    if (maker.kind() == Principal.Kind.PLATFORM) {
      return Optional.empty();
    }
    return tx.one(
            """
            SELECT key_max_life_s FROM tenancy.tenant
            WHERE tenant_id = $1 AND key_max_life_s IS NOT NULL
            """,
            tx.tenantId())
        .map(
            row ->
                new Bound(
                    now().plusSeconds(row.getLong("key_max_life_s")),
                    "by the organisation's policy"));
  }

  /** What a key may do ends with it: it makes none that outlives it. */
  private Optional<Bound> ofMaker(Transaction tx, Principal maker) {
    if (maker.keyId() == null) {
      return Optional.empty();
    }
    return tx.one(
            """
            SELECT expires_at FROM tenancy.api_key
            WHERE tenant_id = $1 AND id = $2 AND expires_at IS NOT NULL
            """,
            tx.tenantId(),
            maker.keyId())
        .map(row -> new Bound(row.getOffsetDateTime("expires_at"), "when the caller's key ends"));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
