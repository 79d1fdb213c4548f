package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.Message;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Messages on their way into channels. */
@ApplicationScoped
public class DeliveryQueue {
  private static final int MAX_WAITING = 1_000;
  private final DeliveryLoop loop;
  private final InstantSource clock;

  public DeliveryQueue(DeliveryLoop loop, InstantSource clock) {
    this.loop = loop;
    this.clock = clock;
  }

  /**
   * Has the message delivered once the transaction has committed: at least once, with the message's
   * id, and in no order. Where the channel is DISABLED or 1,000 wait it fails at once, and can be
   * delivered again by hand. A test of the channel takes no room of others, nor needs any.
   *
   * @param reads what the message's source is read with: who lacks it in the project is not shown
   *     the delivery, and not mailed it
   * @return false when there is no such channel any more
   */
  public boolean add(Transaction tx, UUID channelId, Message message, Permission reads) {
    DeliveryRows.lockLane(tx, channelId);
    Optional<Row> found =
        tx.one(
            """
            SELECT c.project_id, c.disabled_reason, (
              SELECT count(*)
              FROM catalog.alert_delivery d
              WHERE d.tenant_id = c.tenant_id AND d.channel_id = c.id AND d.status = 'WAITING'
                AND d.type <> $3) AS waiting
            FROM catalog.alert_channel c
            WHERE c.tenant_id = $1 AND c.id = $2 AND c.deleted_at IS NULL
            """,
            tx.tenantId(),
            channelId,
            ChannelTests.TYPE);
    if (found.isEmpty()) {
      return false;
    }
    String refusal =
        !message.type().equals(ChannelTests.TYPE) && found.get().getLong("waiting") >= MAX_WAITING
            ? MAX_WAITING + " others wait for it"
            : found.get().getString("disabled_reason");
    insert(tx, channelId, found.get().getUUID("project_id"), message, reads, refusal);
    DeliveryRows.setDue(tx, channelId);
    tx.afterCommit(loop::wake);
    return true;
  }

  private void insert(
      Transaction tx,
      UUID channelId,
      UUID projectId,
      Message message,
      Permission reads,
      String refusal) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    tx.update(
        """
        INSERT INTO catalog.alert_delivery
          (tenant_id, id, channel_id, project_id, type, title, body, data, occurred_at, status, due_at, created_at,
           ended_at, last_error, reads)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """,
        tx.tenantId(),
        message.id(),
        channelId,
        projectId,
        message.type(),
        message.title(),
        message.body(),
        message.data().encode(),
        message.occurredAt(),
        refusal == null ? DeliveryStatus.WAITING.name() : DeliveryStatus.FAILED.name(),
        refusal == null ? now : null,
        now,
        refusal == null ? null : now,
        refusal,
        reads.name());
  }

  /** One that is over is due again, with all its attempts. */
  void again(Transaction tx, Delivery delivery) {
    DeliveryRows.lockLane(tx, delivery.channelId());
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    tx.updateOne(
        "delivery is on its way already",
        """
        UPDATE catalog.alert_delivery
        SET status = 'WAITING', attempts = 0, due_at = $3, ended_at = NULL, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status <> 'WAITING'
        """,
        tx.tenantId(),
        delivery.id(),
        now);
    DeliveryRows.setDue(tx, delivery.channelId());
    tx.afterCommit(loop::wake);
  }
}
