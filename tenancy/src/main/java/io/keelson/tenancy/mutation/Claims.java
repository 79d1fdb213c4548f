package io.keelson.tenancy.mutation;

import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Claims of idempotency keys. A claim is the first row that its transaction writes: of several at
 * once one holds it, the others wait in the database for its end. They then answer as it did, or,
 * where it was rolled back, one of them holds the claim.
 */
final class Claims {
  private static final Duration KEPT = Duration.ofHours(24);
  private final InstantSource clock;

  Claims(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What a claim is for.
   *
   * @param requestHash of the whole input
   */
  record Claim(Principal principal, IdempotencyKey key, String operation, byte[] requestHash) {
    String actor() {
      return principal.kind() + ":" + principal.id();
    }
  }

  /**
   * @return the answer of whoever held the claim within the last day; empty when it is ours now
   * @throws Conflict when that one asked for something else
   */
  Optional<UUID> take(Transaction tx, Claim claim) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    int taken =
        tx.update(
            """
            INSERT INTO tenancy.idempotency_key AS held
              (tenant_id, actor, key, field, operation, request_hash, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (tenant_id, actor, key, field) DO UPDATE
            SET operation = EXCLUDED.operation,
                request_hash = EXCLUDED.request_hash,
                result_id = NULL,
                created_at = EXCLUDED.created_at
            WHERE held.created_at <= $8
            """,
            tx.tenantId(),
            claim.actor(),
            claim.key().value(),
            claim.key().field(),
            claim.operation(),
            Buffer.buffer(claim.requestHash()),
            now,
            now.minus(KEPT));
    return taken == 1 ? Optional.empty() : Optional.of(answer(tx, claim));
  }

  private static UUID answer(Transaction tx, Claim claim) {
    Row held =
        tx.one(
                """
                SELECT operation, request_hash, result_id
                FROM tenancy.idempotency_key
                WHERE tenant_id = $1 AND actor = $2 AND key = $3 AND field = $4
                """,
                tx.tenantId(),
                claim.actor(),
                claim.key().value(),
                claim.key().field())
            .orElseThrow(() -> new Conflict("Idempotency-Key is being forgotten; send it again"));
    boolean same =
        claim.operation().equals(held.getString("operation"))
            && Arrays.equals(claim.requestHash(), held.getBuffer("request_hash").getBytes());
    if (!same) {
      throw new Conflict("Idempotency-Key was used before for another request");
    }
    return held.getUUID("result_id");
  }

  /** What repetitions are answered with; in the transaction that took the claim. */
  void answered(Transaction tx, Claim claim, UUID resultId) {
    tx.update(
        """
        UPDATE tenancy.idempotency_key
        SET result_id = $5
        WHERE tenant_id = $1 AND actor = $2 AND key = $3 AND field = $4
        """,
        tx.tenantId(),
        claim.actor(),
        claim.key().value(),
        claim.key().field(),
        resultId);
  }
}
