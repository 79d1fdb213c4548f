package io.keelson.api.health;

import io.keelson.tenancy.loop.Loops;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Names each loop that is late. Told to operators and no reason to take the process away: what a
 * late loop leaves, the next process would find just the same, and everything else still works.
 */
@Wellness
@ApplicationScoped
class LoopHealth implements HealthCheck {
  private final Supplier<List<Loops.Late>> late;

  LoopHealth() {
    this(Loops::late);
  }

  LoopHealth(Supplier<List<Loops.Late>> late) {
    this.late = late;
  }

  @Override
  public HealthCheckResponse call() {
    List<Loops.Late> found = late.get();
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("loops").status(found.isEmpty());
    for (Loops.Late one : found) {
      String why = one.failure() == null ? "a pass is in progress" : one.failure();
      answer.withData(one.name(), "no pass for " + one.since().toSeconds() + " s: " + why);
    }
    return answer.build();
  }
}
