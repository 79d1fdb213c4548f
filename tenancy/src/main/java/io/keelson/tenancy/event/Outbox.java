package io.keelson.tenancy.event;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Publishes events in the transaction that makes them true (the transactional outbox pattern). */
@ApplicationScoped
public class Outbox {
  private final Iterable<EventHandler> handlers;
  private final LiveSignals signals;
  private final InstantSource clock;

  @Inject
  public Outbox(Instance<EventHandler> handlers, LiveSignals signals, InstantSource clock) {
    this((Iterable<EventHandler>) handlers, signals, clock);
  }

  public Outbox(Iterable<EventHandler> handlers, LiveSignals signals, InstantSource clock) {
    this.handlers = handlers;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * Stores the event and one delivery for each handler of its type; the relays are woken after the
   * commit.
   */
  public void publish(Transaction tx, String type, UUID subjectId, JsonObject payload) {
    UUID id = Ids.next();
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<Tuple> deliveries = new ArrayList<>();
    for (EventHandler handler : handlers) {
      if (handler.types().contains(type)) {
        deliveries.add(Tuple.of(tx.tenantId(), id, handler.name(), now));
      }
    }
    if (deliveries.isEmpty()) {
      return;
    }
    tx.update(
        """
        INSERT INTO tenancy.event (tenant_id, id, type, subject_id, payload, trace, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        tx.tenantId(),
        id,
        type,
        subjectId,
        payload,
        payload.getString("traceparent"),
        now);
    tx.batch(
        "INSERT INTO tenancy.delivery (tenant_id, event_id, handler, due_at) VALUES ($1, $2, $3, $4)",
        deliveries);
    tx.afterCommit(signals::wakeRelays);
  }
}
