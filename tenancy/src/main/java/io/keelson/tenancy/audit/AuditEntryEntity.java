package io.keelson.tenancy.audit;

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
import org.hibernate.annotations.Formula;

/** A row of the audit log: read as an entity, written by the transaction that it belongs to. */
@Entity
@Table(schema = "tenancy", name = "audit_entry")
@IdClass(AuditEntryEntity.Key.class)
class AuditEntryEntity {
  @Id
  @Column(name = "tenant_id")
  UUID tenantId;

  @Id UUID id;
  OffsetDateTime at;
  String actor;

  @Column(name = "actor_kind")
  String actorKind;

  @Column(name = "actor_id")
  UUID actorId;

  String action;

  @Column(name = "target_type")
  String targetType;

  @Column(name = "target_id")
  UUID targetId;

  @Column(name = "project_id")
  UUID projectId;

  String outcome;

  @Column(name = "request_id")
  String requestId;

  String address;

  @Formula("cast(detail as text)")
  String detail;

  /** The primary key. */
  record Key(UUID tenantId, UUID id) implements Serializable {}

  AuditEntry entry() {
    return new AuditEntry(
        id,
        at,
        new Actor(Principal.Kind.valueOf(actorKind), actorId, actor),
        action,
        targetType,
        targetId,
        projectId,
        AuditOutcome.valueOf(outcome),
        requestId,
        address,
        detail);
  }
}
