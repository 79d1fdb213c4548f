package io.keelson.tenancy.quota;

/** Who says how much a tenant may have. */
public enum QuotaSource {
  /** The plan that the tenant is on. */
  PLAN,
  /** An operator, for this tenant alone. */
  OPERATOR
}
