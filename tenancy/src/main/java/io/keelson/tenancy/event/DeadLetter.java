package io.keelson.tenancy.event;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An event that a handler has failed on too often.
 *
 * @param eventType such as {@code JobFinished}
 * @param subjectId the thing it happened to
 * @param handler the name of the one that failed
 * @param failure of its last attempt
 * @param happenedAt when the event was published
 * @param replayedAt when somebody had it delivered again; null while nobody has
 */
public record DeadLetter(
    UUID id,
    String eventType,
    UUID subjectId,
    String handler,
    int attempts,
    String failure,
    OffsetDateTime happenedAt,
    OffsetDateTime diedAt,
    OffsetDateTime replayedAt) {}
