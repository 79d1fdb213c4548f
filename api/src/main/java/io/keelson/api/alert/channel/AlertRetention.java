package io.keelson.api.alert.channel;

import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Alerts and deliveries go when they are over, rules and channels when they are deleted. */
@ApplicationScoped
public class AlertRetention implements Retentions {
  private final AlertRetentionConfig config;

  public AlertRetention(AlertRetentionConfig config) {
    this.config = config;
  }

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of(
            "catalog.alert_delivery",
            "keelson.retention.alert-deliveries",
            config.alertDeliveries(),
            "t.ended_at"),
        Retention.of("catalog.alert", "keelson.retention.alerts", config.alerts(), "t.ended_at"),
        Retention.of(
            "catalog.alert_rule",
            "keelson.retention.deleted-alert-rules",
            config.deletedAlertRules(),
            "t.deleted_at"),
        Retention.of(
            "catalog.alert_channel",
            "keelson.retention.deleted-channels",
            config.deletedChannels(),
            "t.deleted_at"));
  }
}
