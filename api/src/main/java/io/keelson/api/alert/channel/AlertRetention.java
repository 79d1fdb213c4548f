package io.keelson.api.alert.channel;

import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Alerts and deliveries go when they are over, rules and channels when they are deleted. */
@ApplicationScoped
public class AlertRetention implements Retentions {
  /** Deliveries, from their end. */
  private static final Duration ALERT_DELIVERIES_KEPT = Duration.ofDays(30);

  /** Alerts, from their end. */
  private static final Duration ALERTS_KEPT = Duration.ofDays(90);

  /** Rules that were deleted, with their alerts. */
  private static final Duration DELETED_ALERT_RULES_KEPT = Duration.ofDays(1);

  /** Channels that were deleted, with what was delivered to them. */
  private static final Duration DELETED_CHANNELS_KEPT = Duration.ofDays(1);

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of("catalog.alert_delivery", ALERT_DELIVERIES_KEPT, "t.ended_at"),
        Retention.of("catalog.alert", ALERTS_KEPT, "t.ended_at"),
        Retention.of("catalog.alert_rule", DELETED_ALERT_RULES_KEPT, "t.deleted_at"),
        Retention.of("catalog.alert_channel", DELETED_CHANNELS_KEPT, "t.deleted_at"));
  }
}
