package io.keelson.tenancy.retention;

import io.keelson.tenancy.event.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** What of the ground floor's rows goes. */
@ApplicationScoped
public class TenancyRetention implements Retentions {
  private static final String DAY = "(t.day::timestamp AT TIME ZONE 'UTC')";

  private final TenancyRetentionConfig config;
  private final Iterable<EventHandler> handlers;

  @Inject
  public TenancyRetention(TenancyRetentionConfig config, @Any Instance<EventHandler> handlers) {
    this(config, (Iterable<EventHandler>) handlers);
  }

  /** Of a program that handles no events. */
  public TenancyRetention(TenancyRetentionConfig config) {
    this(config, List.of());
  }

  TenancyRetention(TenancyRetentionConfig config, Iterable<EventHandler> handlers) {
    this.config = config;
    this.handlers = handlers;
  }

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of(
            "tenancy.idempotency_key",
            "keelson.retention.idempotency-keys",
            config.idempotencyKeys(),
            "t.created_at"),
        Retention.of(
                "tenancy.upload", "keelson.retention.uploads", config.uploads(), "t.expires_at")
            .where("t.status <> 'OPEN'"),
        // What waits for a handler of this program is delivered, however long that stood still.
        Retention.of(
                "tenancy.delivery",
                "keelson.retention.undelivered-events",
                config.undeliveredEvents(),
                "t.due_at")
            .where("t.handler <> ALL (ARRAY[" + handlerNames() + "]::text[])"),
        Retention.of(
            "tenancy.dead_letter",
            "keelson.retention.dead-letters",
            config.deadLetters(),
            "t.died_at"),
        Retention.of("tenancy.event", "keelson.retention.events", config.events(), "t.created_at")
            .where(
                """
                NOT EXISTS (
                  SELECT 1 FROM tenancy.delivery d WHERE d.tenant_id = t.tenant_id AND d.event_id = t.id)
                AND NOT EXISTS (
                  SELECT 1 FROM tenancy.dead_letter l WHERE l.tenant_id = t.tenant_id AND l.event_id = t.id)
                """),
        Retention.of(
            "tenancy.api_key",
            "keelson.retention.ended-keys",
            config.endedKeys(),
            "least(t.revoked_at, t.expires_at)"),
        Retention.of(
            "tenancy.invitation",
            "keelson.retention.ended-invitations",
            config.endedInvitations(),
            "coalesce(t.ended_at, t.expires_at)"),
        Retention.of(
            "tenancy.local_mail",
            "keelson.retention.local-mails",
            config.localMails(),
            "t.sent_at"),
        Retention.of(
            "tenancy.quota_day", "keelson.retention.quota-peaks", config.quotaPeaks(), DAY),
        limitHistory("tenancy.refusal_day", DAY),
        limitHistory("tenancy.caller_points", "t.hour"),
        limitHistory("tenancy.operation_points", "t.hour"),
        Retention.of(
            "tenancy.minute_points",
            "keelson.retention.points-by-minute",
            config.pointsByMinute(),
            "t.minute"));
  }

  private Retention limitHistory(String table, String begun) {
    return Retention.of(table, "keelson.retention.limit-history", config.limitHistory(), begun);
  }

  private String handlerNames() {
    List<String> names = new ArrayList<>();
    handlers.forEach(handler -> names.add("'" + handler.name().replace("'", "''") + "'"));
    return String.join(", ", names);
  }
}
