package io.keelson.api.retraining.policy;

import io.keelson.api.retraining.schedule.CronSchedule;
import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * What has a registered model trained anew.
 *
 * @param nextAt when its schedule triggers next; null without one
 * @param seenNumber of the newest version of its data set that has triggered it, or was there
 *     before
 * @param cooldownUntil null outside of a cooldown
 * @param doublings how often the cooldown has doubled, 0 to 5
 * @param countedFrom since when the breaker counts trainings: when it was last set
 * @param setBy with whose rights it acts
 * @param keyId the key that it was set with; null for a person
 */
public record RetrainingPolicy(
    UUID id,
    UUID projectId,
    UUID modelId,
    PolicySpec spec,
    OffsetDateTime nextAt,
    int seenNumber,
    OffsetDateTime cooldownUntil,
    int doublings,
    OffsetDateTime countedFrom,
    OffsetDateTime setAt,
    Actor setBy,
    UUID keyId,
    int version) {
  public static final int MAX_DOUBLINGS = 5;

  /** Empty without a schedule. */
  public Optional<CronSchedule> schedule() {
    return Optional.ofNullable(spec.schedule())
        .map(schedule -> CronSchedule.of("schedule", schedule.cron(), schedule.zone()));
  }
}
