package io.keelson.tenancy.role;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;

/**
 * A set of permissions that a tenant named for itself.
 *
 * @param holders members, teams and others that hold it somewhere
 */
public record CustomRole(
    UUID id,
    String name,
    String description,
    Set<Permission> permissions,
    int holders,
    Actor createdBy,
    OffsetDateTime createdAt,
    int version) {}
