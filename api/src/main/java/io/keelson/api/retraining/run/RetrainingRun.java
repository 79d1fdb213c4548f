package io.keelson.api.retraining.run;

import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * One time that a policy was triggered.
 *
 * @param policyVersion the policy's
 * @param spec the policy's as that version has it
 * @param actsAs whoever set that version of the policy: the run acts with their rights, and in
 *     their name
 * @param keyId the key that it was set with; null for a person
 * @param evidence what triggered it, as it was seen
 * @param reason why it was DECLINED or ROLLED_BACK, or what else is to be known of its end
 * @param waitsFor what it could not do yet; null when it waits for nothing unusual
 * @param championId what the alias pointed at; null before that was looked for
 * @param sourceVersionId the newest that the transform reads; null without one
 * @param transformVersionId what it makes; null before it was submitted
 * @param transformJobId that makes it; null where the same was made before, or somebody else's job
 *     makes it
 * @param transformReused whether it was there when it was asked for
 * @param estimate EUR; null before the budget was looked at
 * @param comparison null before both were scored
 * @param trainedAt when its training began
 */
public record RetrainingRun(
    UUID id,
    UUID projectId,
    UUID policyId,
    int policyVersion,
    PolicySpec spec,
    Actor actsAs,
    UUID keyId,
    TriggerKind kind,
    JsonObject evidence,
    Actor triggeredBy,
    RetrainingStatus status,
    String reason,
    String waitsFor,
    UUID championId,
    UUID challengerId,
    UUID trainingVersionId,
    UUID evaluationVersionId,
    UUID sourceVersionId,
    UUID transformVersionId,
    UUID transformJobId,
    boolean transformReused,
    UUID trainJobId,
    UUID trainRunId,
    UUID scoreJobId,
    UUID rolloutId,
    BigDecimal estimate,
    JsonObject comparison,
    OffsetDateTime createdAt,
    OffsetDateTime trainedAt,
    OffsetDateTime endedAt,
    int version) {

  /** A change of its state. */
  public record Change(RetrainingStatus status, OffsetDateTime at) {}

  /** What a run has consumed. */
  public record Trigger(TriggerKind kind, String subject, OffsetDateTime consumedAt) {}
}
