package io.keelson.tenancy.member;

import io.keelson.tenancy.grant.Grant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A person's place in a tenant.
 *
 * @param grants their own; what they hold through teams is the teams'
 * @param lastSeenAt to the minute; null for who has not come yet
 */
public record Member(
    UUID id,
    UUID personId,
    String username,
    String name,
    String email,
    List<Grant> grants,
    OffsetDateTime joinedAt,
    OffsetDateTime lastSeenAt,
    int version) {}
