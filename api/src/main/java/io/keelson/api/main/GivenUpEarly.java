package io.keelson.api.main;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Ends a start whose server has been given up before the framework ran: what asked it to exit then
 * went unheard, and the platform would stay up without being ready.
 */
@ApplicationScoped
class GivenUpEarly {
  void check(@Observes StartupEvent start) {
    KeelsonMain.givenUp()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
  }
}
