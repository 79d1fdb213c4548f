package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Where messages of a project go.
 *
 * @param disabledReason a sentence; null while it is ACTIVE
 * @param host of its address, which is not shown; null for e-mail
 * @param memberIds whom it mails; empty for other kinds
 * @param previousUntil until when the secret before the current one signs, too; null for no longer
 * @param lastDeliveredAt null while nothing was
 * @param lastError of the last attempt that failed, since the last change; null for none
 */
public record Channel(
    UUID id,
    UUID projectId,
    String name,
    ChannelKind kind,
    ChannelStatus status,
    String disabledReason,
    String host,
    List<UUID> memberIds,
    OffsetDateTime previousUntil,
    OffsetDateTime lastDeliveredAt,
    String lastError,
    OffsetDateTime lastErrorAt,
    OffsetDateTime createdAt,
    Actor createdBy,
    int version) {}
