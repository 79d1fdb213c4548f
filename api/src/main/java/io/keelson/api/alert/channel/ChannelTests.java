package io.keelson.api.alert.channel;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.RateLimited;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * Holds tests of channels to so many a minute, and each channel to one under way: they go to
 * whichever addresses and members people name, and alerts wait behind them.
 */
final class ChannelTests {
  /** The type of the message that tries a channel. */
  static final String TYPE = "channel.test";

  static final int MAX_PER_MINUTE_OF_TENANT = 10;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String REPLACED = "the channel was tried again";

  private ChannelTests() {}

  /**
   * Lets another test be sent in this transaction, which has locked the channel; one that was tried
   * and waits for its next attempt is given up for it.
   *
   * @throws Conflict when one waits for its first attempt
   * @throws RateLimited when the tenant has had as many in the last minute as it may
   */
  static void begin(Transaction tx, Channel channel, OffsetDateTime now) {
    // One after the other, so that those who come at once are counted.
    tx.query(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "channel-tests/" + tx.tenantId());
    requireRate(tx, now);
    DeliveryRows.lockLane(tx, channel.id());
    boolean untried =
        tx.one(
                """
                SELECT 1
                FROM catalog.alert_delivery
                WHERE tenant_id = $1 AND channel_id = $2 AND status = 'WAITING' AND type = $3 AND attempts = 0
                LIMIT 1
                """,
                tx.tenantId(),
                channel.id(),
                TYPE)
            .isPresent();
    if (untried) {
      throw new Conflict("a test of the channel is under way");
    }
    tx.update(
        """
        UPDATE catalog.alert_delivery
        SET status = 'FAILED', due_at = NULL, ended_at = $5, last_error = $4, version = version + 1
        WHERE tenant_id = $1 AND channel_id = $2 AND status = 'WAITING' AND type = $3
        """,
        tx.tenantId(),
        channel.id(),
        TYPE,
        REPLACED,
        now);
  }

  /** Those that were delivered once more count by their latest attempt. */
  private static void requireRate(Transaction tx, OffsetDateTime now) {
    Row recent =
        tx.one(
                """
                SELECT count(*) AS tests, min(at) AS first_at
                FROM (
                  SELECT greatest(created_at, last_attempt_at) AS at
                  FROM catalog.alert_delivery
                  WHERE tenant_id = $1 AND type = 'channel.test' AND greatest(created_at, last_attempt_at) > $2
                  ORDER BY at DESC
                  LIMIT $3
                ) AS recent
                """,
                tx.tenantId(),
                now.minus(MINUTE),
                MAX_PER_MINUTE_OF_TENANT)
            .orElseThrow();
    if (recent.getLong("tests") >= MAX_PER_MINUTE_OF_TENANT) {
      throw new RateLimited(
          "tests of channels: at most %d a minute of an organisation"
              .formatted(MAX_PER_MINUTE_OF_TENANT),
          Duration.between(now, recent.getOffsetDateTime("first_at").plus(MINUTE)));
    }
  }
}
