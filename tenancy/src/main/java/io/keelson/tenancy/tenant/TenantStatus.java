package io.keelson.tenancy.tenant;

/** Only the members of an active tenant get in. */
public enum TenantStatus {
  ACTIVE,
  SUSPENDED,
  ERASING
}
