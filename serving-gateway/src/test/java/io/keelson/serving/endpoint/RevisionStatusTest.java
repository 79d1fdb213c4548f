package io.keelson.serving.endpoint;

import static io.keelson.serving.endpoint.RevisionStatus.DRAINING;
import static io.keelson.serving.endpoint.RevisionStatus.FAILED;
import static io.keelson.serving.endpoint.RevisionStatus.LOADING;
import static io.keelson.serving.endpoint.RevisionStatus.PENDING;
import static io.keelson.serving.endpoint.RevisionStatus.READY;
import static io.keelson.serving.endpoint.RevisionStatus.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RevisionStatusTest {
  @Test
  void aRevisionLoadsServesDrainsAndStops() {
    assertThat(PENDING.to(LOADING).to(READY).to(DRAINING).to(STOPPED).isFinal()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheWaysThatExistCanBeGone(RevisionStatus from) {
    Set<RevisionStatus> allowed =
        switch (from) {
          case PENDING -> Set.of(LOADING, STOPPED, FAILED);
          case LOADING -> Set.of(READY, DRAINING, FAILED);
          case READY -> Set.of(DRAINING, FAILED);
          case DRAINING -> Set.of(STOPPED);
          case STOPPED, FAILED -> Set.of();
        };
    for (RevisionStatus to : RevisionStatus.values()) {
      if (allowed.contains(to)) {
        assertThat(from.to(to)).isEqualTo(to);
      } else {
        assertThatThrownBy(() -> from.to(to))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(from.name());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsToldToEndGoesAWayThatExists(RevisionStatus from) {
    RevisionStatus next = from.whenToldToEnd();
    assertThat(next == from || from.next().contains(next)).isTrue();
    assertThat(next).isIn(DRAINING, STOPPED, FAILED);
  }
}
