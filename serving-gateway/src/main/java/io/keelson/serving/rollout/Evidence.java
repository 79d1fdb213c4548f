package io.keelson.serving.rollout;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;

/**
 * What a rollout was judged by at a time. Whoever has the last of each step can compute the
 * evidence again.
 *
 * @param number counts up within the rollout from 1
 * @param weight the candidate's percentage in this step
 * @param baselineRequests in this step so far, as the other counts
 * @param logEvidence the natural logarithm of the evidence of all steps that the candidate fails
 *     more often; see {@link io.keelson.serving.watch.canary.CanaryTests}
 * @param logCallerEvidence the same that it refuses more often as the callers' fault
 * @param extendedUntil to when somebody then moved the end of its pause; null where nobody did
 * @param extendedBy who that was; null where nobody did
 */
public record Evidence(
    int number,
    OffsetDateTime at,
    int step,
    int weight,
    long baselineRequests,
    long baselineErrors,
    long baselineCallerErrors,
    long candidateRequests,
    long candidateErrors,
    long candidateCallerErrors,
    double logEvidence,
    double logCallerEvidence,
    Verdict verdict,
    OffsetDateTime extendedUntil,
    Actor extendedBy) {}
