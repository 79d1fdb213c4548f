package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.api.alert.sending.Message;
import io.keelson.api.alert.sending.Outcome;
import io.keelson.api.alert.sending.Target;
import io.keelson.api.alert.sending.WebhookSecret;
import io.keelson.tenancy.access.Permission;
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
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The lanes of channels. An attempt is committed before it is made; whoever makes it has the lane
 * until the lease is over, and then another process makes one more.
 */
final class Lanes {
  static final Duration LEASE = Duration.ofMinutes(2);
  private static final Logger LOG = Logger.getLogger(Lanes.class);
  private static final int MAX_LANES = 512;
  private static final String SEALED = "what it needs cannot be opened: its address or secret";

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

  /**
   * An attempt that was begun: whoever makes it has the lane by this claim.
   *
   * @param number from 1
   */
  record Begun(Lane lane, UUID claim, UUID deliveryId, int number) {}

  /** The same with what it needs. */
  record Attempt(Begun begun, Target target, Message message) {}

  /** The same still sealed. */
  private record Claimed(Begun begun, Row row) {}

  /**
   * Lanes in which something is due and that nobody has, at most 512: of each tenant the one that
   * has waited longest, then of each the next. Those of tenants that are not ACTIVE rest.
   *
   * @param full tenants whose lanes are left out, too
   */
  List<Lane> due(Set<UUID> full) {
    return system.transact(
        SystemUse.ALERT_LANES,
        tx ->
            tx.list(
                row -> new Lane(row.getUUID("tenant_id"), row.getUUID("channel_id")),
                """
                SELECT l.tenant_id, l.channel_id
                FROM catalog.alert_lane l
                JOIN tenancy.tenant t ON t.tenant_id = l.tenant_id AND t.status = 'ACTIVE'
                WHERE l.due_at <= $1 AND l.not_before <= $1 AND (l.claimed_until IS NULL OR l.claimed_until <= $1)
                  AND l.tenant_id <> ALL ($2)
                ORDER BY row_number() OVER (PARTITION BY l.tenant_id ORDER BY l.due_at), l.due_at
                LIMIT $3
                """,
                now(),
                full.toArray(UUID[]::new),
                MAX_LANES));
  }

  /**
   * Begins the next attempt of a lane; empty when somebody else was faster, or nothing is due. One
   * whose secrets cannot be opened has failed.
   */
  Optional<Attempt> claim(Lane lane) {
    Optional<Claimed> claimed = database.transact(lane.tenantId(), tx -> claimed(tx, lane));
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(attempt(claimed.get()));
    } catch (RuntimeException e) {
      LOG.warnf("channel %s: %s: %s", lane.channelId(), SEALED, e.getMessage());
      finish(claimed.get().begun(), new Outcome.Failed(null, SEALED, null, false));
      return Optional.empty();
    }
  }

  private Optional<Claimed> claimed(Transaction tx, Lane lane) {
    UUID channelId = lane.channelId();
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
            RETURNING d.id, d.project_id, d.attempts, d.type, d.title, d.body, d.data, d.occurred_at, d.reads, c.kind, c.address,
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
    return next.map(
        row ->
            new Claimed(
                new Begun(lane, claim, row.getUUID("id"), row.getInteger("attempts")), row));
  }

  /** After the commit: a secret is opened in a transaction of its own. */
  private Attempt attempt(Claimed claimed) {
    Lane lane = claimed.begun().lane();
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
            Arrays.asList(row.getArrayOfUUIDs("member_ids")),
            Permission.valueOf(row.getString("reads")));
    Message message =
        new Message(
            row.getUUID("id"),
            row.getString("type"),
            row.getOffsetDateTime("occurred_at"),
            row.getString("title"),
            row.getString("body"),
            new JsonObject(row.getString("data")));
    return new Attempt(claimed.begun(), target, message);
  }

  private String opened(Lane lane, Buffer ciphertext) {
    return secrets.open(lane.tenantId(), lane.channelId(), ciphertext);
  }

  /** Writes down what came of it, and frees the lane; nothing when the lane was lost meanwhile. */
  void finish(Attempt attempt, Outcome outcome) {
    finish(attempt.begun(), outcome);
  }

  private void finish(Begun begun, Outcome outcome) {
    database.transact(
        begun.lane().tenantId(),
        tx -> {
          lockChannel(tx, begun.lane().channelId());
          int freed =
              tx.update(
                  """
                  UPDATE catalog.alert_lane
                  SET claim = NULL, claimed_until = NULL
                  WHERE tenant_id = $1 AND channel_id = $2 AND claim = $3
                  """,
                  tx.tenantId(),
                  begun.lane().channelId(),
                  begun.claim());
          if (freed == 1) {
            new AttemptEnd(tx, begun, now()).write(outcome);
            DeliveryRows.setDue(tx, begun.lane().channelId());
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

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
