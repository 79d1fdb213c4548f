package io.keelson.serving.rollout;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RolloutBoundsTest {
  private static void check(String stickyHeader) {
    RolloutBounds.check(
        List.of(new Step(1, Duration.ofHours(1))), 1, 100, 0.01, Duration.ofHours(1), stickyHeader);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "content-type",
        "user-agent",
        "te",
        "X-User",
        "",
        "-a",
        ":authority",
        "origin",
        "via",
        "x-forwarded-host"
      })
  void aStickyHeaderTellsCallersApartAndIsTheNameOfOne(String header) {
    assertThatThrownBy(() -> check(header))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.stickyHeader");
  }

  @Test
  void aHeaderOfTheCallersOwnIsTaken() {
    assertThatCode(() -> check("x-user")).doesNotThrowAnyException();
    assertThatCode(() -> check("authorization")).doesNotThrowAnyException();
  }
}
