package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.Outcome;
import io.keelson.tenancy.database.Transaction;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What came of an attempt, written down by whoever has the lane and has locked its channel. */
final class AttemptEnd {
  private static final String GONE = "the receiver wants nothing any more: it answered 410";
  private static final int POSTPONED_MS = 1_000;
  private final Transaction tx;
  private final Lanes.Begun begun;
  private final OffsetDateTime now;

  AttemptEnd(Transaction tx, Lanes.Begun begun, OffsetDateTime now) {
    this.tx = tx;
    this.begun = begun;
    this.now = now;
  }

  void write(Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered delivered -> delivered(delivered);
      case Outcome.Failed failed -> failed(failed);
      case Outcome.Gone gone -> gone(gone);
      case Outcome.Postponed postponed -> postponed();
    }
  }

  /** Due still, with as many attempts as before; its lane leaves room to others for a second. */
  private void postponed() {
    tx.update(
        """
        UPDATE catalog.alert_delivery
        SET attempts = attempts - 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'WAITING'
        """,
        tx.tenantId(),
        begun.deliveryId());
    holdUp(now.plus(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, POSTPONED_MS))));
  }

  private void holdUp(OffsetDateTime until) {
    tx.update(
        "UPDATE catalog.alert_lane SET not_before = $3 WHERE tenant_id = $1 AND channel_id = $2",
        tx.tenantId(),
        begun.lane().channelId(),
        until);
  }

  private void delivered(Outcome.Delivered delivered) {
    end(DeliveryStatus.DELIVERED, delivered.status(), null);
    tx.update(
        """
        UPDATE catalog.alert_channel
        SET last_delivered_at = $3, last_error = NULL, last_error_at = NULL
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        begun.lane().channelId(),
        now);
  }

  private void failed(Outcome.Failed failed) {
    say(failed.error());
    Optional<Duration> delay =
        RetryDelays.after(
            begun.number(), failed.notBefore(), ThreadLocalRandom.current().nextDouble());
    if (delay.isEmpty()) {
      end(DeliveryStatus.FAILED, failed.status(), failed.error());
      return;
    }
    OffsetDateTime dueAt = now.plus(delay.get());
    tx.update(
        """
        UPDATE catalog.alert_delivery
        SET due_at = $3, last_status = $4, last_error = $5, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'WAITING'
        """,
        tx.tenantId(),
        begun.deliveryId(),
        dueAt,
        failed.status(),
        failed.error());
    if (failed.isBusy()) {
      holdUp(dueAt);
    }
  }

  private void gone(Outcome.Gone gone) {
    say(GONE);
    end(DeliveryStatus.FAILED, gone.status(), GONE);
    tx.update(
        """
        UPDATE catalog.alert_channel
        SET status = 'DISABLED', disabled_reason = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'ACTIVE'
        """,
        tx.tenantId(),
        begun.lane().channelId(),
        GONE);
    DeliveryRows.giveUp(tx, begun.lane().channelId(), GONE, now);
  }

  private void say(String error) {
    tx.update(
        """
        UPDATE catalog.alert_channel
        SET last_error = $3, last_error_at = $4
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        begun.lane().channelId(),
        error,
        now);
  }

  private void end(DeliveryStatus status, Integer httpStatus, String error) {
    tx.update(
        """
        UPDATE catalog.alert_delivery
        SET status = $3, due_at = NULL, ended_at = $4, last_status = $5, last_error = $6, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'WAITING'
        """,
        tx.tenantId(),
        begun.deliveryId(),
        status.name(),
        now,
        httpStatus,
        error);
  }
}
