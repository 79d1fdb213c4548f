package io.keelson.tenancy.access;

/** What may be done, in a project or, for those that know no project, in the tenant. */
public enum Permission {
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
  BUDGET_WRITE,
  MEMBER_READ,
  MEMBER_WRITE,
  KEY_WRITE,
  AUDIT_READ,
  TENANT_WRITE
}
