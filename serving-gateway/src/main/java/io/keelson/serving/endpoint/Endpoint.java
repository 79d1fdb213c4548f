package io.keelson.serving.endpoint;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A name that answers predictions.
 *
 * @param name unique in the tenant; the model name in the Open Inference Protocol
 * @param version rises with every deployment, stop and change of traffic
 */
public record Endpoint(
    UUID id, UUID projectId, String name, Actor createdBy, OffsetDateTime createdAt, int version) {}
