package io.keelson.api.graphql.permission;

/**
 * Who calls.
 *
 * @param bearer their credential
 * @param tenantSlug the tenant that a person names; null for a key, which belongs to one
 */
public record Caller(String name, Rights rights, String bearer, String tenantSlug) {

  public String[] headers() {
    return tenantSlug == null ? new String[0] : new String[] {"X-Keelson-Tenant", tenantSlug};
  }

  /** Leaves the credential out. */
  @Override
  public String toString() {
    return name;
  }
}
