package io.keelson.tenancy.tenant;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An organisation whose data nobody else can reach.
 *
 * @param planSince when it was moved to its plan, or made on it; null where that was before it was
 *     noted
 * @param trustedDocumentsOnly whether its members and keys may send only operations that the
 *     platform trusts
 */
public record Tenant(
    UUID id,
    String slug,
    String name,
    String plan,
    OffsetDateTime planSince,
    TenantStatus status,
    OffsetDateTime createdAt,
    KeyPolicy keyPolicy,
    boolean trustedDocumentsOnly,
    int version) {}
