package io.keelson.tenancy.invitation;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.role.CustomRole;
import io.keelson.tenancy.team.Team;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The offer of a place in a tenant to the owner of an e-mail address.
 *
 * @param email in lower case
 * @param roles the custom ones that the grants name
 * @param teams those that the member will belong to
 */
public record Invitation(
    UUID id,
    UUID tenantId,
    String tenantName,
    String email,
    List<Grant> grants,
    Map<UUID, CustomRole> roles,
    List<Team> teams,
    InvitationStatus status,
    OffsetDateTime expiresAt,
    Actor createdBy,
    OffsetDateTime createdAt,
    int version) {}
