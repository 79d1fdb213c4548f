package io.keelson.compute.lease;

import io.keelson.compute.job.EndCause;
import io.keelson.compute.job.JobStatus;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;

/**
 * How an attempt came to its end, written down before its instance is taken apart, so that whoever
 * finishes that after a crash says the same.
 *
 * @param status what the job becomes; QUEUED when it is to go on: nothing of it has run, or its
 *     machine was taken away; FAILED unless the job is tried again after ends of this cause
 * @param cause null of a success, and of those that are older than causes
 * @param exitCode null where there is none
 * @param endedAt when that was; where {@code usedUntil} is null, when it was last seen running
 * @param usedUntil the end of what is billed; null while only the provider's word can tell, once
 *     the instance is gone
 */
public record Outcome(
    JobStatus status,
    EndCause cause,
    String reason,
    Integer exitCode,
    OffsetDateTime endedAt,
    OffsetDateTime usedUntil) {

  JsonObject json() {
    return new JsonObject()
        .put("status", status.name())
        .put("cause", cause == null ? null : cause.name())
        .put("reason", reason)
        .put("exitCode", exitCode)
        .put("endedAt", endedAt.toString())
        .put("usedUntil", usedUntil == null ? null : usedUntil.toString());
  }

  static Outcome of(JsonObject json) {
    if (json == null) {
      return null;
    }
    String usedUntil = json.getString("usedUntil");
    return new Outcome(
        JobStatus.valueOf(json.getString("status")),
        json.getString("cause") == null ? null : EndCause.valueOf(json.getString("cause")),
        json.getString("reason"),
        json.getInteger("exitCode"),
        OffsetDateTime.parse(json.getString("endedAt")),
        usedUntil == null ? null : OffsetDateTime.parse(usedUntil));
  }
}
