package io.keelson.api.retraining.run;

import io.keelson.api.catalog.model.Decisions;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * What a run, or a policy, waits for has happened: it is looked at now instead of at its next look.
 * What moves it is still what is found then: a lost or doubled event changes nothing.
 */
@ApplicationScoped
public class RetrainingEvents implements EventHandler {
  private static final String ALERT_FIRED = "AlertFired";

  private final InstantSource clock;

  public RetrainingEvents(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "retraining-goes-on";
  }

  @Override
  public Set<String> types() {
    return Set.of(
        "JobFinished", Decisions.DECIDED, "RolloutPromoted", "RolloutRolledBack", ALERT_FIRED);
  }

  @Override
  public String role() {
    return "api";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (event.type().equals(ALERT_FIRED)) {
      tx.update(
          """
          UPDATE catalog.retraining_policy
          SET due_at = $3
          WHERE tenant_id = $1 AND spec ->> 'alertRuleId' = $2 AND due_at > $3
          """,
          tx.tenantId(),
          event.payload().getString("ruleId"),
          now);
      return;
    }
    tx.update(
        """
        UPDATE catalog.retraining_run
        SET due_at = $3
        WHERE tenant_id = $1 AND ended_at IS NULL
          AND ($2 IN (transform_job_id, train_job_id, score_job_id, challenger_id, rollout_id)
            OR transform_version_id = (
              SELECT t.dataset_version_id FROM catalog.transform t WHERE t.tenant_id = $1 AND t.job_id = $2))
        """,
        tx.tenantId(),
        event.subjectId(),
        now);
  }
}
