package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.api.alert.sending.Message;
import io.keelson.api.alert.sending.Outcome;
import io.keelson.api.alert.sending.Target;
import io.keelson.api.alert.sending.WebhookSecret;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The lanes of channels. An attempt is committed before it is made; whoever makes it has the lane
 * until the lease is over, and then another process makes one more.
 */
final class Lanes {
  static final Duration LEASE = Duration.ofMinutes(2);
  private static final int MAX_LANES = 512;
  private static final String GONE = "the receiver wants nothing any more: it answered 410";

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final ChannelSecrets secrets;
  private final InstantSource clock;

  Lanes(
      SystemDatabase system, TenantDatabase database, ChannelSecrets secrets, InstantSource clock) {
    this.system = system;
    this.database = database;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The lane of a channel. */
  record Lane(UUID tenantId, UUID channelId) {}

  /** An attempt that was begun, and what it needs. */
  record Attempt(Lane lane, UUID claim, int number, Target target, Message message) {}

  /** What the row of a claimed delivery holds, still sealed. */
  private record Claimed(UUID claim, Row row) {}

  /**
   * Lanes in which something is due and that nobody has, those that have waited longest first; at
   * most 512.
   *
   * @param full tenants whose lanes are left out
   */
  List<Lane> due(Set<UUID> full) {
    return system.transact(
        SystemUse.ALERT_LANES,
        tx ->
            tx.list(
                row -> new Lane(row.getUUID("tenant_id"), row.getUUID("channel_id")),
                """
                SELECT tenant_id, channel_id
                FROM catalog.alert_lane
                WHERE due_at <= $1 AND not_before <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
                  AND tenant_id <> ALL ($2)
                ORDER BY due_at
                LIMIT $3
                """,
                now(),
                full.toArray(UUID[]::new),
                MAX_LANES));
  }

  /** Begins the next attempt of a lane; empty when somebody else was faster, or nothing is due. */
  Optional<Attempt> claim(Lane lane) {
    return database
        .transact(lane.tenantId(), tx -> claimed(tx, lane.channelId()))
        .map(claimed -> attempt(lane, claimed));
  }

  private Optional<Claimed> claimed(Transaction tx, UUID channelId) {
    OffsetDateTime now = now();
    boolean free =
        tx.one(
                """
                SELECT 1
                FROM catalog.alert_lane
                WHERE tenant_id = $1 AND channel_id = $2 AND due_at <= $3 AND not_before <= $3
                  AND (claimed_until IS NULL OR claimed_until <= $3)
                FOR UPDATE SKIP LOCKED
                """,
                tx.tenantId(),
                channelId,
                now)
            .isPresent();
    if (!free) {
      return Optional.empty();
    }
    Optional<Row> next =
        tx.one(
            """
            UPDATE catalog.alert_delivery d
            SET attempts = d.attempts + 1, last_attempt_at = $3
            FROM catalog.alert_channel c
            WHERE d.tenant_id = $1 AND c.tenant_id = d.tenant_id AND c.id = d.channel_id AND d.id = (
              SELECT n.id
              FROM catalog.alert_delivery n
              WHERE n.tenant_id = $1 AND n.channel_id = $2 AND n.status = 'WAITING' AND n.due_at <= $3
              ORDER BY n.due_at, n.id
              LIMIT 1)
            RETURNING d.id, d.project_id, d.attempts, d.type, d.title, d.body, d.data, d.occurred_at, c.kind, c.address,
              c.secret, CASE WHEN c.previous_until > $3 THEN c.previous_secret END AS previous_secret, c.member_ids
            """,
            tx.tenantId(),
            channelId,
            now);
    if (next.isEmpty()) {
      DeliveryRows.setDue(tx, channelId);
      return Optional.empty();
    }
    UUID claim = Ids.next();
    tx.update(
        """
        UPDATE catalog.alert_lane
        SET claim = $3, claimed_until = $4
        WHERE tenant_id = $1 AND channel_id = $2
        """,
        tx.tenantId(),
        channelId,
        claim,
        now.plus(LEASE));
    return Optional.of(new Claimed(claim, next.get()));
  }

  /** After the commit: a secret is opened in a transaction of its own. */
  private Attempt attempt(Lane lane, Claimed claimed) {
    Row row = claimed.row();
    Target target =
        new Target(
            lane.tenantId(),
            row.getUUID("project_id"),
            ChannelKind.valueOf(row.getString("kind")),
            opened(lane, row.getBuffer("address")),
            Stream.of(row.getBuffer("secret"), row.getBuffer("previous_secret"))
                .filter(Objects::nonNull)
                .map(ciphertext -> new WebhookSecret(opened(lane, ciphertext)))
                .toList(),
            Arrays.asList(row.getArrayOfUUIDs("member_ids")));
    Message message =
        new Message(
            row.getUUID("id"),
            row.getString("type"),
            row.getOffsetDateTime("occurred_at"),
            row.getString("title"),
            row.getString("body"),
            new JsonObject(row.getString("data")));
    return new Attempt(lane, claimed.claim(), row.getInteger("attempts"), target, message);
  }

  private String opened(Lane lane, Buffer ciphertext) {
    return secrets.open(lane.tenantId(), lane.channelId(), ciphertext);
  }

  /** Writes down what came of it, and frees the lane; nothing when the lane was lost meanwhile. */
  void finish(Attempt attempt, Outcome outcome) {
    database.transact(
        attempt.lane().tenantId(),
        tx -> {
          lockChannel(tx, attempt.lane().channelId());
          int freed =
              tx.update(
                  """
                  UPDATE catalog.alert_lane
                  SET claim = NULL, claimed_until = NULL
                  WHERE tenant_id = $1 AND channel_id = $2 AND claim = $3
                  """,
                  tx.tenantId(),
                  attempt.lane().channelId(),
                  attempt.claim());
          if (freed == 1) {
            switch (outcome) {
              case Outcome.Delivered delivered -> delivered(tx, attempt, delivered);
              case Outcome.Failed failed -> failed(tx, attempt, failed);
              case Outcome.Gone gone -> gone(tx, attempt, gone);
            }
            DeliveryRows.setDue(tx, attempt.lane().channelId());
          }
          return null;
        });
  }

  /** Before the lane, as those do who change the channel. */
  private static void lockChannel(Transaction tx, UUID channelId) {
    tx.one(
        "SELECT 1 FROM catalog.alert_channel WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
        tx.tenantId(),
        channelId);
  }

  private void delivered(Transaction tx, Attempt attempt, Outcome.Delivered delivered) {
    end(tx, attempt, DeliveryStatus.DELIVERED, delivered.status(), null);
    tx.update(
        """
        UPDATE catalog.alert_channel
        SET last_delivered_at = $3, last_error = NULL, last_error_at = NULL
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        attempt.lane().channelId(),
        now());
  }

  private void failed(Transaction tx, Attempt attempt, Outcome.Failed failed) {
    say(tx, attempt, failed.error());
    Optional<Duration> delay =
        RetryDelays.after(
            attempt.number(), failed.notBefore(), ThreadLocalRandom.current().nextDouble());
    if (delay.isEmpty()) {
      end(tx, attempt, DeliveryStatus.FAILED, failed.status(), failed.error());
      return;
    }
    OffsetDateTime dueAt = now().plus(delay.get());
    tx.update(
        """
        UPDATE catalog.alert_delivery
        SET due_at = $3, last_status = $4, last_error = $5, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'WAITING'
        """,
        tx.tenantId(),
        attempt.message().id(),
        dueAt,
        failed.status(),
        failed.error());
    if (failed.isBusy()) {
      tx.update(
          "UPDATE catalog.alert_lane SET not_before = $3 WHERE tenant_id = $1 AND channel_id = $2",
          tx.tenantId(),
          attempt.lane().channelId(),
          dueAt);
    }
  }

  private void gone(Transaction tx, Attempt attempt, Outcome.Gone gone) {
    say(tx, attempt, GONE);
    end(tx, attempt, DeliveryStatus.FAILED, gone.status(), GONE);
    tx.update(
        """
        UPDATE catalog.alert_channel
        SET status = 'DISABLED', disabled_reason = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'ACTIVE'
        """,
        tx.tenantId(),
        attempt.lane().channelId(),
        GONE);
    DeliveryRows.giveUp(tx, attempt.lane().channelId(), GONE, now());
  }

  private void say(Transaction tx, Attempt attempt, String error) {
    tx.update(
        """
        UPDATE catalog.alert_channel
        SET last_error = $3, last_error_at = $4
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        attempt.lane().channelId(),
        error,
        now());
  }

  private void end(
      Transaction tx, Attempt attempt, DeliveryStatus status, Integer httpStatus, String error) {
    tx.update(
        """
        UPDATE catalog.alert_delivery
        SET status = $3, due_at = NULL, ended_at = $4, last_status = $5, last_error = $6, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'WAITING'
        """,
        tx.tenantId(),
        attempt.message().id(),
        status.name(),
        now(),
        httpStatus,
        error);
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
