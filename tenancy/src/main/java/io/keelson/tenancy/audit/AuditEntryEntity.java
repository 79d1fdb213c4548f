package io.keelson.tenancy.audit;

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
  String action;

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
        actor,
        action,
        targetId,
        projectId,
        AuditOutcome.valueOf(outcome),
        requestId,
        address,
        detail);
  }
}
