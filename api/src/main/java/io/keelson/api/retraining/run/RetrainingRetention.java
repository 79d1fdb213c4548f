package io.keelson.api.retraining.run;

import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Runs of policies go some time after their end, with what they consumed and saw. */
@ApplicationScoped
public class RetrainingRetention implements Retentions {
  private final RetrainingRetentionConfig config;

  public RetrainingRetention(RetrainingRetentionConfig config) {
    this.config = config;
  }

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of(
            "catalog.retraining_run",
            "keelson.retention.retraining-runs",
            config.retrainingRuns(),
            "t.ended_at"));
  }
}
