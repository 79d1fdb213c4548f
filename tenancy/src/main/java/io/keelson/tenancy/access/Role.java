package io.keelson.tenancy.access;

import static io.keelson.tenancy.access.Permission.*;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The built-in roles and what each of them may do. */
public enum Role {
  OWNER(EnumSet.allOf(Permission.class)),
  ADMIN(EnumSet.complementOf(EnumSet.of(TENANT_WRITE))),
  ENGINEER(
      EnumSet.of(
          PROJECT_READ,
          PROJECT_WRITE,
          DATASET_READ,
          DATASET_WRITE,
          RUN_READ,
          RUN_WRITE,
          MODEL_READ,
          MODEL_WRITE,
          MODEL_APPROVE,
          JOB_READ,
          JOB_SUBMIT,
          ENDPOINT_READ,
          ENDPOINT_WRITE,
          ENDPOINT_INVOKE,
          ALERT_READ,
          ALERT_WRITE,
          COMMENT_WRITE,
          COST_READ,
          MEMBER_READ)),
  VIEWER(
      EnumSet.of(
          PROJECT_READ,
          DATASET_READ,
          RUN_READ,
          MODEL_READ,
          JOB_READ,
          ENDPOINT_READ,
          ALERT_READ,
          COMMENT_WRITE,
          COST_READ,
          MEMBER_READ)),
  BILLING(EnumSet.of(PROJECT_READ, COST_READ, BUDGET_WRITE));

  private final Set<Permission> permissions;

  Role(EnumSet<Permission> permissions) {
    this.permissions = Collections.unmodifiableSet(permissions);
  }

  public Set<Permission> permissions() {
    return permissions;
  }
}
