package io.keelson.api.alert.rule;

import io.keelson.tenancy.access.Actor;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What is watched in a project: it speaks when the value is over the threshold.
 *
 * @param endpointId null for kinds that are of no endpoint
 * @param threshold in the unit of the kind
 * @param window over which the value is taken; a budget's is of its period whatever this says
 * @param lasting how long the value must be over the threshold before the alert fires
 * @param silencedUntil nothing is told until then; null where nobody has silenced it
 * @param silencedBy null where nobody has silenced it
 */
public record AlertRule(
    UUID id,
    UUID projectId,
    String name,
    Condition condition,
    AlertSeverity severity,
    AlertRoute route,
    OffsetDateTime silencedUntil,
    String silenceReason,
    Actor silencedBy,
    OffsetDateTime createdAt,
    Actor createdBy,
    int version) {

  /** What is over what, and for how long. */
  public record Condition(
      AlertRuleKind kind, UUID endpointId, double threshold, Duration window, Duration lasting) {}
}
