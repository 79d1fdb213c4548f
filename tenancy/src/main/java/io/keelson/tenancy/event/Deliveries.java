package io.keelson.tenancy.event;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.StoredText;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.sqlclient.Row;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The deliveries that wait for some handlers. */
final class Deliveries {
  private static final Logger LOG = Logger.getLogger(Deliveries.class);

  /** After so many times the tries of an event, what the platform cannot do is told of, too. */
  private static final int TOLD_AFTER = 10;

  /** No tenant comes before. */
  static final UUID BEFORE_ALL = new UUID(0, 0);

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final InstantSource clock;
  private final OutboxConfig config;
  private final Map<String, EventHandler> handlers;
  private final String[] names;

  /** One event for one handler. */
  record Due(UUID tenantId, UUID eventId, String handler) {}

  Deliveries(
      SystemDatabase system,
      TenantDatabase database,
      InstantSource clock,
      OutboxConfig config,
      Map<String, EventHandler> handlers) {
    this.system = system;
    this.database = database;
    this.clock = clock;
    this.config = config;
    this.handlers = handlers;
    this.names = handlers.keySet().toArray(String[]::new);
  }

  /**
   * Tenants after the given one that have something due. Each step of the recursion is one probe of
   * an index, so that a tenant with many deliveries costs no more than one with few.
   */
  List<UUID> tenantsAfter(UUID after, Collection<UUID> without, int limit) {
    return new ArrayList<>(
        system.transact(
            SystemUse.OUTBOX,
            tx ->
                tx.list(
                    row -> row.getUUID("tenant_id"),
                    """
                    WITH RECURSIVE waiting (tenant_id) AS (
                      (SELECT tenant_id FROM tenancy.delivery WHERE tenant_id > $1 ORDER BY tenant_id LIMIT 1)
                      UNION ALL
                      SELECT (
                        SELECT d.tenant_id
                        FROM tenancy.delivery d
                        WHERE d.tenant_id > w.tenant_id
                        ORDER BY d.tenant_id
                        LIMIT 1)
                      FROM waiting w
                      WHERE w.tenant_id IS NOT NULL
                    )
                    SELECT w.tenant_id
                    FROM waiting w
                    WHERE w.tenant_id IS NOT NULL
                      AND w.tenant_id <> ALL ($2)
                      AND EXISTS (
                        SELECT 1
                        FROM unnest($3::text[]) AS h (handler)
                        CROSS JOIN LATERAL (
                          SELECT 1
                          FROM tenancy.delivery d
                          WHERE d.tenant_id = w.tenant_id AND d.handler = h.handler AND d.due_at <= $4
                          LIMIT 1) AS due)
                    LIMIT $5
                    """,
                    after,
                    without.toArray(UUID[]::new),
                    names,
                    now(),
                    limit)));
  }

  /** What of the tenant has been due longest. */
  List<Due> due(UUID tenantId, int limit) {
    return database.transact(
        tenantId,
        tx ->
            tx.list(
                row -> new Due(tenantId, row.getUUID("event_id"), row.getString("handler")),
                """
                SELECT due.event_id, due.handler
                FROM unnest($2::text[]) AS h (handler)
                CROSS JOIN LATERAL (
                  SELECT d.event_id, d.handler, d.due_at
                  FROM tenancy.delivery d
                  WHERE d.tenant_id = $1 AND d.handler = h.handler AND d.due_at <= $3
                  ORDER BY d.due_at, d.event_id
                  LIMIT $4) AS due
                ORDER BY due.due_at, due.event_id
                LIMIT $4
                """,
                tenantId,
                names,
                now(),
                limit));
  }

  /** False when another process has it or had it. */
  boolean deliver(Due due) {
    EventHandler handler = handlers.get(due.handler());
    try {
      return database.transact(due.tenantId(), tx -> handleLocked(tx, due, handler));
    } catch (RuntimeException | Error e) {
      failed(due, e);
      return true;
    }
  }

  private boolean handleLocked(Transaction tx, Due due, EventHandler handler) {
    var row =
        tx.one(
            """
            SELECT e.id, e.type, e.subject_id, e.payload, e.trace, e.created_at, d.attempts
            FROM tenancy.delivery d
            JOIN tenancy.event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
            WHERE d.tenant_id = $1 AND d.event_id = $2 AND d.handler = $3
            FOR UPDATE OF d SKIP LOCKED
            """,
            due.tenantId(),
            due.eventId(),
            due.handler());
    if (row.isEmpty()) {
      return false;
    }
    handler.handle(tx, event(due.tenantId(), row.get()));
    delete(tx, due);
    if (row.get().getInteger("attempts") >= toldAfter()) {
      retract(tx, due);
    }
    return true;
  }

  private static int delete(Transaction tx, Due due) {
    return tx.update(
        "DELETE FROM tenancy.delivery WHERE tenant_id = $1 AND event_id = $2 AND handler = $3",
        due.tenantId(),
        due.eventId(),
        due.handler());
  }

  private void failed(Due due, Throwable e) {
    LOG.warnf("%s could not handle event %s: %s", due.handler(), due.eventId(), e);
    LOG.debugf(e, "%s could not handle event %s", due.handler(), due.eventId());
    String failure =
        StoredText.of(e instanceof Error ? e.toString() : String.valueOf(e.getMessage()));
    database.transact(
        due.tenantId(),
        tx -> {
          int attempts = postpone(tx, due, failure);
          if (isPlatformsFault(e)) {
            if (attempts == toldAfter()) {
              tell(tx, due, attempts, failure);
            }
          } else if (attempts >= config.maxAttempts()) {
            bury(tx, due, attempts, failure);
          }
          return null;
        });
  }

  /**
   * What the platform could not do gives no event up: it is tried on and on. Any other error is of
   * the handler, and its stack is as deep as the event makes it.
   */
  private static boolean isPlatformsFault(Throwable e) {
    return e instanceof Unavailable
        || e instanceof VirtualMachineError && !(e instanceof StackOverflowError);
  }

  private int toldAfter() {
    return TOLD_AFTER * config.maxAttempts();
  }

  /** How often the handler has failed on it by now; 0 when it is no longer there. */
  private int postpone(Transaction tx, Due due, String failure) {
    return tx.one(
            """
            UPDATE tenancy.delivery
            SET attempts = attempts + 1,
                failure = left($4, 1000),
                due_at = $5::timestamptz + least(power(2, least(attempts, 20)) * 0.2, $6) * interval '1 second'
            WHERE tenant_id = $1 AND event_id = $2 AND handler = $3
            RETURNING attempts
            """,
            due.tenantId(),
            due.eventId(),
            due.handler(),
            failure,
            now(),
            (double) config.maxRetryDelay().toSeconds())
        .map(row -> row.getInteger("attempts"))
        .orElse(0);
  }

  private void bury(Transaction tx, Due due, int attempts, String failure) {
    LOG.errorf(
        "event %s is a dead letter of %s after %d attempts",
        due.eventId(), due.handler(), attempts);
    delete(tx, due);
    retract(tx, due);
    tell(tx, due, attempts, failure);
  }

  /** Who is told of it before it is delivered need not replay it. */
  private void retract(Transaction tx, Due due) {
    tx.update(
        """
        UPDATE tenancy.dead_letter
        SET replayed_at = $4
        WHERE tenant_id = $1 AND event_id = $2 AND handler = $3 AND replayed_at IS NULL
        """,
        due.tenantId(),
        due.eventId(),
        due.handler(),
        now());
  }

  private void tell(Transaction tx, Due due, int attempts, String failure) {
    tx.update(
        """
        INSERT INTO tenancy.dead_letter (tenant_id, id, event_id, handler, attempts, failure, died_at)
        VALUES ($1, $2, $3, $4, $5, left($6, 1000), $7)
        """,
        due.tenantId(),
        Ids.next(),
        due.eventId(),
        due.handler(),
        attempts,
        failure,
        now());
  }

  private static Event event(UUID tenantId, Row row) {
    return new Event(
        row.getUUID("id"),
        tenantId,
        row.getString("type"),
        row.getUUID("subject_id"),
        row.getJsonObject("payload"),
        row.getString("trace"),
        row.getOffsetDateTime("created_at"));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
