package io.keelson.api.retraining.policy;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** How policies are read, locked and moved on. */
public final class PolicyRows {
  public static final String WHAT = "retraining policy";

  /** To go on with AND. */
  static final String SELECT =
      """
      SELECT p.id, p.project_id, p.model_id, p.spec, p.next_at, p.seen_number, p.cooldown_until, p.doublings,
        p.counted_from, p.set_at, p.set_by, p.set_by_kind, p.set_by_id, p.key_id, p.version
      FROM catalog.retraining_policy p
      WHERE p.tenant_id = $1\s""";

  private PolicyRows() {}

  static RetrainingPolicy policy(Row row) {
    return new RetrainingPolicy(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("model_id"),
        PolicyJson.read(row.getJsonObject("spec")),
        row.getOffsetDateTime("next_at"),
        row.getInteger("seen_number"),
        row.getOffsetDateTime("cooldown_until"),
        row.getInteger("doublings"),
        row.getOffsetDateTime("counted_from"),
        row.getOffsetDateTime("set_at"),
        Actor.of(row, "set_by"),
        row.getUUID("key_id"),
        row.getInteger("version"));
  }

  /**
   * @throws NotFound when there is none
   */
  public static RetrainingPolicy get(Transaction tx, UUID id) {
    return tx.one(SELECT + "AND p.id = $2", tx.tenantId(), id)
        .map(PolicyRows::policy)
        .orElseThrow(() -> new NotFound(WHAT));
  }

  /**
   * Nobody else changes it, or has it triggered, until the transaction ends.
   *
   * @throws NotFound when there is none
   */
  public static RetrainingPolicy lock(Transaction tx, UUID id) {
    return tx.one(SELECT + "AND p.id = $2 FOR NO KEY UPDATE", tx.tenantId(), id)
        .map(PolicyRows::policy)
        .orElseThrow(() -> new NotFound(WHAT));
  }

  /** {@link #lock} for one that is still due at this moment; empty when another has looked. */
  public static Optional<RetrainingPolicy> lockDue(Transaction tx, UUID id, OffsetDateTime now) {
    return tx.one(
            SELECT + "AND p.id = $2 AND p.due_at <= $3 FOR NO KEY UPDATE", tx.tenantId(), id, now)
        .map(PolicyRows::policy);
  }

  /**
   * What a look has left; the policy is locked.
   *
   * @param dueAt when it is looked at next; null for never
   */
  public static void looked(
      Transaction tx, UUID id, OffsetDateTime nextAt, OffsetDateTime dueAt, int seenNumber) {
    tx.update(
        """
        UPDATE catalog.retraining_policy
        SET next_at = $3, due_at = $4, seen_number = $5
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        id,
        nextAt,
        dueAt,
        seenNumber);
  }

  /**
   * @param until null at its end
   */
  public static void cool(Transaction tx, UUID id, OffsetDateTime until, int doublings) {
    tx.update(
        """
        UPDATE catalog.retraining_policy
        SET cooldown_until = $3, doublings = $4, due_at = least(due_at, $3)
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        id,
        until,
        doublings);
  }
}
