package io.keelson.tenancy.signon;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
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

  /**
   * Whether tenants' providers may be in private networks or answer without TLS, such as in a test:
   * then a tenant can have the identity provider call addresses that strangers do not reach.
   */
  @WithDefault("false")
  boolean privateProviders();

  /**
   * The name server that shows the records of domains, as {@code host:port}; left out, those of the
   * system. What it shows is believed: whoever answers for it owns every domain.
   */
  Optional<String> nameServer();

  /** How long after a look-up at their provider somebody is looked up again. */
  @WithDefault("PT5M")
  Duration lookUpEvery();

  /** How often accounts that providers made under foreign addresses are removed. */
  @WithDefault("PT5M")
  Duration sweepEvery();

  /** How often the DNS of verified domains is looked at again. */
  @WithDefault("P1D")
  Duration checkDomainsEvery();
}
