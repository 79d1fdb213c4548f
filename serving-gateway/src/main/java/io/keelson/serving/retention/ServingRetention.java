package io.keelson.serving.retention;

import io.keelson.tenancy.object.ObjectReferences;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** What of the gateway's rows goes, and which objects those that stay name. */
@ApplicationScoped
public class ServingRetention implements Retentions, ObjectReferences {
  /** What the console draws of requests; the bill goes by the ledger. */
  private static final Duration TRAFFIC_KEPT = Duration.ofDays(30);

  /**
   * Labels whose prediction has not come, or whose window is not frozen. Longer than any horizon.
   */
  private static final Duration LABELS_KEPT = Duration.ofDays(90);

  /** How well endpoints did. */
  private static final Duration QUALITY_KEPT = Duration.ofDays(400);

  /** Whether what endpoints were asked looked like what their models were trained on. */
  private static final Duration DRIFT_KEPT = Duration.ofDays(90);

  /** Rollouts that have ended, with what they were judged by. */
  private static final Duration ENDED_ROLLOUTS_KEPT = Duration.ofDays(400);

  /** Replicas that have ended. */
  private static final Duration ENDED_REPLICAS_KEPT = Duration.ofDays(90);

  /**
   * How far the requests of a gateway process are on the ledger, where it did not remove that
   * itself when it ended. Longer than any process lives.
   */
  private static final Duration BILLING_CURSORS_KEPT = Duration.ofDays(400);

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of("serving.traffic", TRAFFIC_KEPT, "t.minute"),
        Retention.of("serving.metering_cursor", BILLING_CURSORS_KEPT, "t.billed_until"),
        Retention.of("serving.label", LABELS_KEPT, "t.received_at"),
        Retention.of("serving.quality_window", QUALITY_KEPT, "t.window_at"),
        Retention.of("serving.drift_window", DRIFT_KEPT, "t.window_at"),
        Retention.of("serving.rollout", ENDED_ROLLOUTS_KEPT, "t.ended_at"),
        // The last attempt at a slot says how many there were.
        Retention.of("serving.replica", ENDED_REPLICAS_KEPT, "t.ended_at")
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
