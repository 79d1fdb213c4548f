package io.keelson.tenancy.signon;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What may be set of single sign-on through tenants' own identity providers. */
@ConfigMapping(prefix = "keelson.sign-on")
public interface SignOnConfig {
  /**
   * Whether tenants may name providers and domains; off until Keycloak's way to the internet
   * refuses inner addresses. Those that are there stay in effect.
   */
  @WithDefault("false")
  boolean enabled();

  /**
   * Where Keycloak is, without a slash at the end; set by the platform's start. Without one nobody
   * signs on.
   */
  Optional<String> keycloakUrl();

  /** Secret of the realm's client {@code keelson-api}; set by the platform's start. */
  Optional<String> secret();
}
