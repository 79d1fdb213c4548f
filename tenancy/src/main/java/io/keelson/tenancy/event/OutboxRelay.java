package io.keelson.tenancy.event;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Delivers events to the handlers of this process's roles. Any number of relays may run: a delivery
 * is locked while its handler works and deleted in the handler's own transaction.
 */
public final class OutboxRelay implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH_DELIVERIES = 100;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MAX_RETRY_DELAY = Duration.ofMinutes(1);

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final LiveSignals signals;
  private final InstantSource clock;
  private final Map<String, EventHandler> handlers = new HashMap<>();
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;
  private Thread loop;
  private LiveSignals.Following following;

  public OutboxRelay(
      SystemDatabase system,
      TenantDatabase database,
      LiveSignals signals,
      InstantSource clock,
      Iterable<EventHandler> all,
      Set<String> roles) {
    this.system = system;
    this.database = database;
    this.signals = signals;
    this.clock = clock;
    for (EventHandler handler : all) {
      if (roles.contains(handler.role()) && handlers.put(handler.name(), handler) != null) {
        throw new IllegalStateException("two event handlers are named " + handler.name());
      }
    }
  }

  public void start() {
    following = signals.followRelays(wake::release);
    loop = Thread.ofVirtual().name("outbox-relay").start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        int delivered = deliverDue();
        if (delivered < BATCH_DELIVERIES
            && wake.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warnf("deliveries wait: %s", e.getMessage());
        pause();
      }
    }
  }

  private void pause() {
    try {
      wake.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Delivers what is due now, a batch at most; returns how many were found. */
  public int deliverDue() {
    record Due(UUID tenantId, UUID eventId, String handler) {}
    List<Due> due =
        system.transact(
            SystemUse.OUTBOX,
            tx ->
                tx.list(
                    row ->
                        new Due(
                            row.getUUID("tenant_id"),
                            row.getUUID("event_id"),
                            row.getString("handler")),
                    """
                    SELECT tenant_id, event_id, handler
                    FROM tenancy.delivery
                    WHERE due_at <= $1 AND handler = ANY ($2)
                    ORDER BY due_at, event_id
                    LIMIT $3
                    """,
                    now(),
                    handlers.keySet().toArray(String[]::new),
                    BATCH_DELIVERIES));
    for (Due one : due) {
      if (closed) {
        break;
      }
      deliver(one.tenantId(), one.eventId(), handlers.get(one.handler()));
    }
    return due.size();
  }

  private void deliver(UUID tenantId, UUID eventId, EventHandler handler) {
    try {
      database.transact(
          tenantId,
          tx -> {
            var row =
                tx.one(
                    """
                    SELECT e.id, e.type, e.subject_id, e.payload, e.trace, e.created_at
                    FROM tenancy.delivery d
                    JOIN tenancy.event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
                    WHERE d.tenant_id = $1 AND d.event_id = $2 AND d.handler = $3
                    FOR UPDATE OF d SKIP LOCKED
                    """,
                    tenantId,
                    eventId,
                    handler.name());
            if (row.isPresent()) {
              handler.handle(tx, event(tenantId, row.get()));
              tx.update(
                  "DELETE FROM tenancy.delivery WHERE tenant_id = $1 AND event_id = $2 AND handler = $3",
                  tenantId,
                  eventId,
                  handler.name());
            }
            return null;
          });
    } catch (RuntimeException e) {
      LOG.warnf(
          e, "%s could not handle event %s; it will be delivered again", handler.name(), eventId);
      postpone(tenantId, eventId, handler.name(), String.valueOf(e.getMessage()));
    }
  }

  private void postpone(UUID tenantId, UUID eventId, String handler, String failure) {
    database.transact(
        tenantId,
        tx ->
            tx.update(
                """
                UPDATE tenancy.delivery
                SET attempts = attempts + 1,
                    failure = left($4, 1000),
                    due_at = $5::timestamptz + least(power(2, least(attempts, 20)) * 0.2, $6) * interval '1 second'
                WHERE tenant_id = $1 AND event_id = $2 AND handler = $3
                """,
                tenantId,
                eventId,
                handler,
                failure,
                now(),
                (double) MAX_RETRY_DELAY.toSeconds()));
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

  /** Ends after the delivery in progress. */
  @Override
  public void close() {
    closed = true;
    if (following != null) {
      following.close();
    }
    wake.release();
    if (loop != null) {
      try {
        loop.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
