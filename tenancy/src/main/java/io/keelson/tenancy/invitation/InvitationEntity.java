package io.keelson.tenancy.invitation;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An invitation as it is read, without its token; it is written by the transaction of the mutation.
 */
@Entity
@Table(schema = "tenancy", name = "invitation")
@IdClass(InvitationEntity.Key.class)
class InvitationEntity {
  @Id
  @Column(name = "tenant_id")
  UUID tenantId;

  @Id UUID id;
  String email;
  String status;

  @Column(name = "expires_at")
  OffsetDateTime expiresAt;

  @Column(name = "created_by")
  String createdBy;

  @Column(name = "created_by_kind")
  String createdByKind;

  @Column(name = "created_by_id")
  UUID createdById;

  @Column(name = "created_at")
  OffsetDateTime createdAt;

  int version;

  /** The primary key. */
  record Key(UUID tenantId, UUID id) implements Serializable {}

  Actor creator() {
    return new Actor(Principal.Kind.valueOf(createdByKind), createdById, createdBy);
  }

  InvitationStatus statusAt(OffsetDateTime now) {
    InvitationStatus kept = InvitationStatus.valueOf(status);
    return kept == InvitationStatus.PENDING && !expiresAt.isAfter(now)
        ? InvitationStatus.EXPIRED
        : kept;
  }
}
