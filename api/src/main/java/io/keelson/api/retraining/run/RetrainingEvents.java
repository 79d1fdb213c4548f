package io.keelson.api.retraining.run;

import io.keelson.api.catalog.model.Decisions;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** What a run waits for has happened: it is looked at now instead of at its next look. */
@ApplicationScoped
public class RetrainingEvents implements EventHandler {
  private final RunMoves moves;

  public RetrainingEvents(RunMoves moves) {
    this.moves = moves;
  }

  @Override
  public String name() {
    return "retraining-goes-on";
  }

  @Override
  public Set<String> types() {
    return Set.of("JobFinished", Decisions.DECIDED, "RolloutPromoted", "RolloutRolledBack");
  }

  @Override
  public String role() {
    return "api";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    tx.update(
        """
        UPDATE catalog.retraining_run
        SET due_at = $3
        WHERE tenant_id = $1 AND ended_at IS NULL AND $2 IN (transform_job_id, train_job_id, score_job_id, challenger_id, rollout_id)
        """,
        tx.tenantId(),
        event.subjectId(),
        moves.now());
  }
}
