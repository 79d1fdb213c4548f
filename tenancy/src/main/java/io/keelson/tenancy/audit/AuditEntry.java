package io.keelson.tenancy.audit;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Who tried what, when, and what became of it. Never changed; kept for as long as the log's
 * retention says.
 *
 * @param targetType how the target's global ids begin; null where there is no target
 */
public record AuditEntry(
    UUID id,
    OffsetDateTime at,
    Actor actor,
    String action,
    String targetType,
    UUID targetId,
    UUID projectId,
    AuditOutcome outcome,
    String requestId,
    String address,
    String detail) {}
