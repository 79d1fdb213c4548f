package io.keelson.serving.retention;

import io.keelson.tenancy.object.ObjectReferences;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of the gateway's rows goes, and which objects those that stay name. */
@ApplicationScoped
public class ServingRetention implements Retentions, ObjectReferences {
  private final ServingRetentionConfig config;

  public ServingRetention(ServingRetentionConfig config) {
    this.config = config;
  }

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of("serving.traffic", "keelson.retention.traffic", config.traffic(), "t.minute"),
        Retention.of(
            "serving.metering_cursor",
            "keelson.retention.billing-cursors",
            config.billingCursors(),
            "t.billed_until"),
        Retention.of("serving.label", "keelson.retention.labels", config.labels(), "t.received_at"),
        Retention.of(
            "serving.quality_window", "keelson.retention.quality", config.quality(), "t.window_at"),
        Retention.of(
            "serving.drift_window", "keelson.retention.drift", config.drift(), "t.window_at"),
        Retention.of(
            "serving.rollout",
            "keelson.retention.ended-rollouts",
            config.endedRollouts(),
            "t.ended_at"),
        // The last attempt at a slot says how many there were.
        Retention.of(
                "serving.replica",
                "keelson.retention.ended-replicas",
                config.endedReplicas(),
                "t.ended_at")
            .where(
                """
                EXISTS (
                  SELECT 1
                  FROM serving.replica later
                  WHERE later.tenant_id = t.tenant_id AND later.revision_id = t.revision_id
                    AND later.slot = t.slot AND later.attempt > t.attempt)
                OR EXISTS (
                  SELECT 1
                  FROM serving.revision r
                  WHERE r.tenant_id = t.tenant_id AND r.id = t.revision_id AND r.status IN ('STOPPED', 'FAILED'))
                """));
  }

  @Override
  public List<String> digests() {
    return List.of(
        "SELECT f ->> 'digest' FROM serving.revision r, jsonb_array_elements(r.model_files) f WHERE r.tenant_id = $1");
  }
}
