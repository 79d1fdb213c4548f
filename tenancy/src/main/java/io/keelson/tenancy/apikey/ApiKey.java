package io.keelson.tenancy.apikey;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;

/**
 * A machine's credential within one tenant; its secret is known to its holder alone.
 *
 * @param prefix the first characters of the secret, to recognise it by
 * @param permissions none where it is a service account's: its rights are those of the account
 * @param projectIds the only projects it works in; empty for the whole tenant
 * @param serviceAccountId whose it is; null for one with permissions of its own
 */
public record ApiKey(
    UUID id,
    String name,
    String prefix,
    Set<Permission> permissions,
    Set<UUID> projectIds,
    UUID serviceAccountId,
    Actor createdBy,
    OffsetDateTime createdAt,
    OffsetDateTime expiresAt,
    OffsetDateTime revokedAt,
    OffsetDateTime lastUsedAt) {}
