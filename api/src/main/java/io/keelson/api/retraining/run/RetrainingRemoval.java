package io.keelson.api.retraining.run;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Policies of a project and what they have begun: runs are declined, and nothing triggers another.
 */
@ApplicationScoped
public class RetrainingRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.retraining_trigger", "run_id", "catalog.retraining_run"),
          ProjectRows.of("catalog.retraining_check", "run_id", "catalog.retraining_run"),
          ProjectRows.of("catalog.retraining_change", "run_id", "catalog.retraining_run"),
          ProjectRows.of("catalog.retraining_run"),
          ProjectRows.of(
              "catalog.retraining_policy_version", "policy_id", "catalog.retraining_policy"),
          ProjectRows.of("catalog.retraining_policy"));

  private final RunMoves moves;

  public RetrainingRemoval(RunMoves moves) {
    this.moves = moves;
  }

  @Override
  public Turn turn() {
    return Turn.POLICIES;
  }

  /** A canary ends with its rollout. */
  @Override
  public void end(Transaction tx, UUID projectId) {
    tx.update(
        """
        UPDATE catalog.retraining_policy
        SET due_at = NULL
        WHERE tenant_id = $1 AND project_id = $2 AND due_at IS NOT NULL
        """,
        tx.tenantId(),
        projectId);
    tx.list(
            RunRows::run,
            RunRows.SELECT
                + "AND r.project_id = $2 AND r.ended_at IS NULL AND r.status <> 'CANARY' LIMIT 100",
            tx.tenantId(),
            projectId)
        .forEach(
            run ->
                moves.end(
                    tx,
                    RunRows.lock(tx, run.id(), run.version()),
                    RetrainingStatus.DECLINED,
                    "the project is being removed"));
  }

  @Override
  public List<Left> left(Transaction tx, UUID projectId) {
    return List.of(
        Left.counted(
            tx,
            projectId,
            "retraining runs",
            """
            SELECT count(*)
            FROM catalog.retraining_run
            WHERE tenant_id = $1 AND project_id = $2 AND ended_at IS NULL
            """));
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
