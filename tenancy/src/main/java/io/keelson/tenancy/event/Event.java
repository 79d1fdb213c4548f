package io.keelson.tenancy.event;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Something that became true in a tenant.
 *
 * @param type a past-tense name such as {@code JobFinished}
 * @param subjectId the thing it happened to
 * @param payload what handlers need to know, so that they need not ask back
 * @param trace the W3C traceparent of the work that caused it, or null
 */
public record Event(
    UUID id,
    UUID tenantId,
    String type,
    UUID subjectId,
    JsonObject payload,
    String trace,
    OffsetDateTime createdAt) {}
