package io.keelson.tenancy.tenant;

import java.time.OffsetDateTime;
import java.util.UUID;

/** An organisation whose data nobody else can reach. */
public record Tenant(
    UUID id,
    String slug,
    String name,
    String plan,
    TenantStatus status,
    OffsetDateTime createdAt,
    KeyPolicy keyPolicy,
    int version) {}
