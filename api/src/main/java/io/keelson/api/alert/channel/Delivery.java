package io.keelson.api.alert.channel;

import io.keelson.tenancy.access.Permission;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * One message to one channel.
 *
 * @param reads what it takes to see it, beside ALERT_READ
 * @param attempts since it was made, or delivered again by hand
 * @param dueAt of the next attempt; null once it is over
 * @param lastStatus of HTTP; null where there was no answer
 * @param lastError a sentence; null when the last attempt succeeded, or there was none
 * @param endedAt null while it waits
 */
public record Delivery(
    UUID id,
    UUID channelId,
    UUID projectId,
    String type,
    String title,
    Permission reads,
    DeliveryStatus status,
    int attempts,
    OffsetDateTime dueAt,
    OffsetDateTime lastAttemptAt,
    Integer lastStatus,
    String lastError,
    OffsetDateTime createdAt,
    OffsetDateTime endedAt,
    int version) {}
