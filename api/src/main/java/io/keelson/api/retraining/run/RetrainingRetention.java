package io.keelson.api.retraining.run;

import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Runs of policies go some time after their end, with what they consumed and saw. */
@ApplicationScoped
public class RetrainingRetention implements Retentions {
  /** Runs of retraining policies, from their end. */
  private static final Duration RETRAINING_RUNS_KEPT = Duration.ofDays(400);

  @Override
  public List<Retention> retentions() {
    return List.of(Retention.of("catalog.retraining_run", RETRAINING_RUNS_KEPT, "t.ended_at"));
  }
}
