package io.keelson.tenancy.team;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.grant.Grant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Members who hold the same grants together, beside their own. */
public record Team(
    UUID id,
    String name,
    String description,
    List<Grant> grants,
    Actor createdBy,
    OffsetDateTime createdAt,
    int version) {}
