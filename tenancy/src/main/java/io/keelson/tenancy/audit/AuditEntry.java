package io.keelson.tenancy.audit;

import java.time.OffsetDateTime;
import java.util.UUID;

/** Who tried what, when, and what became of it. Never changed, never deleted. */
public record AuditEntry(
    UUID id,
    OffsetDateTime at,
    String actor,
    String action,
    UUID targetId,
    UUID projectId,
    AuditOutcome outcome,
    String requestId,
    String address,
    String detail) {}
