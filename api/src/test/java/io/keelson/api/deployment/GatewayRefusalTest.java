package io.keelson.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.RateLimited;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewayRefusalTest {
  @Test
  void whoeverAsksTheGatewayTooOftenIsToldWhenToComeBack() {
    RateLimited refusal = GatewayRefusal.rateLimited("64 calls are waiting", Duration.ofSeconds(3));

    assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(refusal).hasMessage("64 calls are waiting");
    assertThat(refusal.details()).containsEntry("retryAfter", 3L);
  }

  @Test
  void aRefusalWithoutAReasonSaysTheStatus() {
    assertThat(GatewayRefusal.rateLimited("", Duration.ofSeconds(1)))
        .hasMessage("the inference gateway answered 429");
    assertThat(GatewayRefusal.of(403, "", "inputs").code()).isEqualTo(ErrorCode.FORBIDDEN);
  }
}
