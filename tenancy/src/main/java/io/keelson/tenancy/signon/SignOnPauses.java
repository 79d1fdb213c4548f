package io.keelson.tenancy.signon;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How long after a look there is another one. */
@ApplicationScoped
public class SignOnPauses {
  /** At somebody at their provider. */
  public Duration lookUp() {
    return Duration.ofMinutes(5);
  }

  /** For accounts that providers made under foreign addresses, which are removed. */
  public Duration sweep() {
    return Duration.ofMinutes(5);
  }

  /** At the DNS of a verified domain. */
  public Duration domain() {
    return Duration.ofDays(1);
  }
}
