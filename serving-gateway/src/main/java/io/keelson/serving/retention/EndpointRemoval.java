package io.keelson.serving.retention;

import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Endpoints of a project: rollouts end, nothing serves any more, and what was counted goes. What is
 * on the ledger of a gateway's counters stays until that gateway, or its retention, removes it: the
 * file of one that was lost may come later, and only the rest of it is billed then.
 */
@ApplicationScoped
public class EndpointRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("serving.rollout_count", "rollout_id", "serving.rollout"),
          ProjectRows.of("serving.rollout_failed_key", "rollout_id", "serving.rollout"),
          ProjectRows.of("serving.rollout_evidence", "rollout_id", "serving.rollout"),
          ProjectRows.of("serving.rollout"),
          ProjectRows.of("serving.rollout_policy", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.traffic", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.prediction", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.label", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.quality_due", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.quality_window", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.quality_rule", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.drift_window", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.drift_rule", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.capture", "endpoint_id", "serving.endpoint"),
          // What gateways say of a replica's load goes with it.
          ProjectRows.of(
              "serving.replica",
              "revision_id",
              "serving.revision",
              "endpoint_id",
              "serving.endpoint"),
          new ProjectRows(
              "serving.reference_profile",
              """
              t.model_version_id IN (
                SELECT r.model_version_id
                FROM serving.revision r
                JOIN serving.endpoint e ON e.tenant_id = r.tenant_id AND e.id = r.endpoint_id
                WHERE r.tenant_id = $1 AND e.project_id = $2)
              AND NOT EXISTS (
                SELECT 1
                FROM serving.revision r
                JOIN serving.endpoint e ON e.tenant_id = r.tenant_id AND e.id = r.endpoint_id
                WHERE r.tenant_id = t.tenant_id AND r.model_version_id = t.model_version_id AND e.project_id <> $2)
              """),
          ProjectRows.of("serving.revision", "endpoint_id", "serving.endpoint"),
          ProjectRows.of("serving.endpoint"));

  private static final String LIVE_REVISIONS =
      """
      SELECT count(*)
      FROM serving.revision r
      JOIN serving.endpoint e ON e.tenant_id = r.tenant_id AND e.id = r.endpoint_id
      WHERE r.tenant_id = $1 AND e.project_id = $2 AND r.status NOT IN ('STOPPED', 'FAILED')
      """;

  /**
   * A gateway removes its cursor once all is on the ledger; one that was lost for good does not.
   */
  private static final String UNBILLED =
      """
      SELECT count(DISTINCT c.instance_id)
      FROM serving.metering_cursor c
      JOIN serving.revision r ON r.tenant_id = c.tenant_id AND r.id = c.revision_id
      JOIN serving.endpoint e ON e.tenant_id = r.tenant_id AND e.id = r.endpoint_id
      WHERE c.tenant_id = $1 AND e.project_id = $2 AND c.billed_until > now() - interval '1 hour'
      """;

  private final Rollouts rollouts;
  private final RolloutChanges steps;

  public EndpointRemoval(Rollouts rollouts, RolloutChanges steps) {
    this.rollouts = rollouts;
    this.steps = steps;
  }

  @Override
  public Turn turn() {
    return Turn.ENDPOINTS;
  }

  @Override
  public void end(Transaction tx, UUID projectId) {
    steps.rollBackAll(tx, projectId, "the project is being removed");
    rollouts.stopAll(tx, projectId);
  }

  @Override
  public List<Left> left(Transaction tx, UUID projectId) {
    return List.of(
        Left.counted(tx, projectId, "revisions that serve", LIVE_REVISIONS),
        Left.counted(tx, projectId, "gateways that have requests to bill", UNBILLED));
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
