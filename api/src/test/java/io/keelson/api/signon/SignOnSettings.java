package io.keelson.api.signon;

import io.keelson.tenancy.signon.SignOnPauses;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Customers' providers on this machine, people who are looked up every second, as domains are, and
 * sweeps.
 */
public class SignOnSettings implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("keelson.private-addresses", "true");
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(ShortPauses.class);
  }

  /** Short enough to be waited for. */
  @Alternative
  @ApplicationScoped
  public static class ShortPauses extends SignOnPauses {
    @Override
    public Duration lookUp() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration sweep() {
      return Duration.ofSeconds(5);
    }

    @Override
    public Duration domain() {
      return Duration.ofSeconds(1);
    }
  }
}
