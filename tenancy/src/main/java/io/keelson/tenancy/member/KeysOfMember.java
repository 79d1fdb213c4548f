package io.keelson.tenancy.member;

import io.keelson.tenancy.database.Transaction;
import java.time.OffsetDateTime;

/** What becomes of the keys that a member made when they are one no more. */
final class KeysOfMember {
  private KeysOfMember() {}

  /**
   * Ends those that stand for what the person held.
   *
   * @return how many
   */
  static int revoke(Transaction tx, Member member, OffsetDateTime now) {
    return tx.update(
        """
        UPDATE tenancy.api_key
        SET revoked_at = $3
        WHERE tenant_id = $1 AND person_id = $2 AND service_account_id IS NULL AND revoked_at IS NULL
        """,
        tx.tenantId(),
        member.personId(),
        now);
  }

  /** How many are service accounts' and count: they go on, and are to be rotated. */
  static int leftBehind(Transaction tx, Member member, OffsetDateTime now) {
    return tx.one(
            """
            SELECT count(*)::int AS keys
            FROM tenancy.api_key
            WHERE tenant_id = $1 AND person_id = $2 AND service_account_id IS NOT NULL
              AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
            """,
            tx.tenantId(),
            member.personId(),
            now)
        .orElseThrow()
        .getInteger("keys");
  }
}
