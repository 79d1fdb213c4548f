package io.keelson.tenancy.serviceaccount;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.grant.Grant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What a program is to the tenant: its keys have what it holds, as it is at each call. */
public record ServiceAccount(
    UUID id,
    String name,
    String description,
    List<Grant> grants,
    Actor createdBy,
    OffsetDateTime createdAt,
    int version) {}
