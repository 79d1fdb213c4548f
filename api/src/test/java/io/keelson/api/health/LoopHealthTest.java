package io.keelson.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.loop.Loops;
import io.smallrye.health.api.Wellness;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

class LoopHealthTest {
  @Test
  void namesEachLateLoopAndWhy() {
    HealthCheckResponse answer =
        new LoopHealth(
                () ->
                    List.of(
                        new Loops.Late("retention", Duration.ofSeconds(7_000), "no connection"),
                        new Loops.Late("outbox-relay", Duration.ofSeconds(31), null)))
            .call();
    assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(answer.getData().orElseThrow())
        .containsEntry("retention", "no pass for 7000 s: no connection")
        .containsEntry("outbox-relay", "no pass for 31 s: a pass is in progress");
  }

  @Test
  void isUpWhenNoneIsLate() {
    assertThat(new LoopHealth(List::of).call().getStatus())
        .isEqualTo(HealthCheckResponse.Status.UP);
  }

  @Test
  void keepsNoTrafficAway() {
    assertThat(LoopHealth.class.isAnnotationPresent(Wellness.class)).isTrue();
    assertThat(LoopHealth.class.isAnnotationPresent(Readiness.class)).isFalse();
    assertThat(LoopHealth.class.isAnnotationPresent(Liveness.class)).isFalse();
  }
}
