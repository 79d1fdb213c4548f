package io.keelson.tenancy.apikey;

import io.keelson.tenancy.database.Transaction;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * When keys end that are there as the tenant's policy changes. A key counts until the end that it
 * was made with or, if that is sooner, for the policy's life from when it was made or the policy
 * was set, whichever is later: nobody is cut off without warning. That is written down as the end
 * of each key, for whoever looks one up or shows it. The platform's own are no tenant's to bound.
 */
public final class KeyEnds {
  private KeyEnds() {}

  /**
   * For whoever changes the policy in this transaction and holds the tenant's row: no key is made
   * by the policy before it meanwhile. What has ended stays so.
   *
   * @param maxLife null for none: keys have the ends again that they were made with
   */
  public static void underPolicy(Transaction tx, Duration maxLife, OffsetDateTime now) {
    tx.update(
        """
        UPDATE tenancy.api_key
        SET expires_at = least(made_to_end_at, greatest(created_at, $2) + make_interval(secs => $3))
        WHERE tenant_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
          AND created_by_kind <> 'PLATFORM'
        """,
        tx.tenantId(),
        now,
        maxLife == null ? null : (double) maxLife.toSeconds());
  }
}
