package io.keelson.tenancy.serviceaccount;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.grant.Grant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** An account as it is read; it is written by the transaction of the mutation. */
@Entity
@Table(schema = "tenancy", name = "service_account")
@IdClass(ServiceAccountEntity.Key.class)
class ServiceAccountEntity {
  @Id
  @Column(name = "tenant_id")
  UUID tenantId;

  @Id UUID id;
  String name;
  String description;

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

  ServiceAccount account(List<Grant> grants) {
    return new ServiceAccount(
        id,
        name,
        description,
        grants,
        new Actor(Principal.Kind.valueOf(createdByKind), createdById, createdBy),
        createdAt,
        version);
  }
}
