package io.keelson.tenancy.role;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Formula;

/** A custom role as it is read; it is written by the transaction of the mutation. */
@Entity
@Table(schema = "tenancy", name = "custom_role")
@IdClass(CustomRoleEntity.Key.class)
class CustomRoleEntity {
  @Id
  @Column(name = "tenant_id")
  UUID tenantId;

  @Id UUID id;
  String name;
  String description;

  @Formula("array_to_string(permissions, ',')")
  String permissions;

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

  CustomRole role(int holders) {
    return new CustomRole(
        id,
        name,
        description,
        permissions(),
        holders,
        new Actor(Principal.Kind.valueOf(createdByKind), createdById, createdBy),
        createdAt,
        version);
  }

  private Set<Permission> permissions() {
    Set<Permission> set = EnumSet.noneOf(Permission.class);
    for (String permission : permissions.split(",")) {
      set.add(Permission.valueOf(permission));
    }
    return set;
  }
}
