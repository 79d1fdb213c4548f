package io.keelson.serving.endpoint;

import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * One deployment of a model version to an endpoint.
 *
 * @param number counts up within the endpoint from 1
 * @param reason why it FAILED, or null
 * @param modelFiles paths are relative to the model's folder
 * @param weight its percentage of the endpoint's traffic; 0 unless it is READY
 * @param requestedWeight the percentage that was asked for; null for all of it
 * @param resources of each replica
 * @param restarts replicas replaced since it last was stable
 * @param statusSince when it came into its status
 * @param readyAt when it became READY, or null
 * @param allTrafficVersion the endpoint's version in which it last came to have all of its traffic,
 *     or the one before it that it was started again for; or null
 */
public record Revision(
    UUID id,
    UUID endpointId,
    int number,
    RevisionStatus status,
    String reason,
    UUID modelVersionId,
    String modelLabel,
    List<JobInput> modelFiles,
    JsonObject signature,
    Backend backend,
    int weight,
    Integer requestedWeight,
    int minReplicas,
    int maxReplicas,
    Resources resources,
    Actor submittedBy,
    String traceparent,
    int restarts,
    OffsetDateTime createdAt,
    OffsetDateTime statusSince,
    OffsetDateTime readyAt,
    Integer allTrafficVersion,
    OffsetDateTime endedAt,
    int version) {

  /** How many replicas it should have now: as many as it asks for at least. */
  public int wantedReplicas() {
    return minReplicas;
  }

  public boolean isReady() {
    return status == RevisionStatus.READY;
  }
}
