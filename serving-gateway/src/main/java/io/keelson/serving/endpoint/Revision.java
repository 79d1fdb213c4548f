package io.keelson.serving.endpoint;

import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.Resources;
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
 * @param weight its share of the endpoint's traffic among the READY ones, 0 to 100
 * @param resources of each replica
 * @param restarts replicas replaced since it last was stable
 * @param statusSince when it came into its status
 * @param readyAt when it first took traffic, or null
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
    int minReplicas,
    int maxReplicas,
    Resources resources,
    String submittedBy,
    String traceparent,
    int restarts,
    OffsetDateTime createdAt,
    OffsetDateTime statusSince,
    OffsetDateTime readyAt,
    OffsetDateTime endedAt,
    int version) {}
