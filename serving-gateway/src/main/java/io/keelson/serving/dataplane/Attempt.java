package io.keelson.serving.dataplane;

/**
 * A call whose credential was refused.
 *
 * @param token of {@code Authorization: Bearer}
 * @param tenantSlug of {@code X-Keelson-Tenant}; null where the caller named none
 * @param method as the protocol spells it, such as {@code ModelInfer}
 * @param address of the caller
 */
public record Attempt(String token, String tenantSlug, String method, String address) {
  /** Leaves the token out. */
  @Override
  public String toString() {
    return "Attempt[%s at %s from %s]".formatted(method, tenantSlug, address);
  }
}
