package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.StoredText;
import io.keelson.tenancy.database.Transaction;
import java.time.OffsetDateTime;

/**
 * The one place that writes a revision's status; the row must be locked by the caller's
 * transaction.
 */
public final class RevisionChanges {
  private static final int MAX_REASON_CHARACTERS = 1_000;

  private RevisionChanges() {}

  /** Tells a revision to end; one that has ended stays as it is. */
  public static void end(Transaction tx, Revision revision, OffsetDateTime now) {
    RevisionStatus next = revision.status().whenToldToEnd();
    if (next != revision.status()) {
      move(tx, revision, next, null, now);
    }
  }

  /**
   * Moves a revision on. Only a READY one has traffic: how much, {@link TrafficChanges} writes
   * next.
   *
   * @param reason why it failed, or null
   * @throws IllegalStateException for a step that does not exist
   */
  public static void move(
      Transaction tx, Revision revision, RevisionStatus next, String reason, OffsetDateTime now) {
    RevisionStatus to = revision.status().to(next);
    tx.updateOne(
        "the revision was changed by somebody else",
        """
        UPDATE serving.revision
        SET status = $4,
            reason = left($5, $6),
            weight = 0,
            status_since = $7,
            next_check_at = $7,
            ready_at = CASE WHEN $4 = 'READY' THEN $7 ELSE ready_at END,
            ended_at = CASE WHEN $8 THEN $7 ELSE ended_at END,
            version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = $3
        """,
        tx.tenantId(),
        revision.id(),
        revision.status().name(),
        to.name(),
        StoredText.of(reason),
        MAX_REASON_CHARACTERS,
        now,
        to.isFinal());
  }
}
