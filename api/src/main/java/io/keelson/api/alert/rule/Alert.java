package io.keelson.api.alert.rule;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * One time that a rule spoke, from its first sign to its end.
 *
 * @param since when it came to its status
 * @param startedAt when the first sign was seen
 * @param firedAt when it first fired; null where it has not
 * @param toldAt when people were told that it fires; null where they were not
 * @param endedAt null while it goes on
 * @param value that was seen last when its status changed; null where there was none
 * @param acknowledgedBy who has it in hand; null for nobody
 */
public record Alert(
    UUID id,
    UUID ruleId,
    UUID projectId,
    AlertRuleKind kind,
    AlertStatus status,
    OffsetDateTime since,
    OffsetDateTime startedAt,
    OffsetDateTime firedAt,
    OffsetDateTime toldAt,
    OffsetDateTime endedAt,
    Double value,
    OffsetDateTime acknowledgedAt,
    Actor acknowledgedBy,
    int version) {

  /**
   * A change of state with what was seen then.
   *
   * @param evidence JSON
   */
  public record Change(
      UUID alertId, AlertStatus status, OffsetDateTime at, Double value, String evidence) {}
}
