package io.keelson.tenancy.retention;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of the ground floor's rows goes. */
@ApplicationScoped
public class TenancyRetention implements Retentions {
  private final TenancyRetentionConfig config;

  public TenancyRetention(TenancyRetentionConfig config) {
    this.config = config;
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
        // Whoever has a handler tries again within a minute: these have none any more.
        Retention.of(
            "tenancy.delivery",
            "keelson.retention.undelivered-events",
            config.undeliveredEvents(),
            "t.due_at"),
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
            "least(t.revoked_at, t.expires_at)"));
  }
}
