package io.keelson.tenancy.signon;

import java.util.Optional;
import java.util.UUID;

/** What Keycloak calls a tenant's organization and provider: made of the tenant's id alone. */
public final class ProviderAlias {
  private static final String PREFIX = "tenant-";

  /** Matches the whole name of an account that a tenant's provider made, and no other. */
  static final String USERNAMES = PREFIX + "[0-9a-f-]{36}\\..*";

  private ProviderAlias() {}

  static String of(UUID tenantId) {
    return PREFIX + tenantId;
  }

  /** The tenant; empty for the alias of a provider that is no tenant's. */
  public static Optional<UUID> tenant(String alias) {
    if (alias == null || !alias.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      UUID tenantId = UUID.fromString(alias.substring(PREFIX.length()));
      return of(tenantId).equals(alias) ? Optional.of(tenantId) : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
