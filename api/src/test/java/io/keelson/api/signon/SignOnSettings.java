package io.keelson.api.signon;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Customers' providers on this machine, people who are looked up every second, as domains are, and
 * sweeps.
 */
public final class SignOnSettings implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "keelson.sign-on.private-providers", "true",
        "keelson.sign-on.look-up-every", "PT1S",
        "keelson.sign-on.check-domains-every", "PT1S",
        "keelson.sign-on.sweep-every", "PT5S");
  }
}
