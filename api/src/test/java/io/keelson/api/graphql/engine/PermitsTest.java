package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PermitsTest {
  private final Permits permits = new Permits(64);

  @Test
  void aHolderAloneComesToHalfOfThem() {
    assertThat(taken("greedy")).isEqualTo(32);
  }

  @Test
  void whoeverComesLaterStillGetsSome() {
    assertThat(taken("first")).isEqualTo(32);
    assertThat(taken("second")).isEqualTo(16);
    assertThat(taken("third")).isEqualTo(8);
    assertThat(permits.acquire("fourth")).isTrue();
  }

  @Test
  void whatIsReleasedCanBeTakenAgain() {
    int taken = taken("holder");
    assertThat(permits.acquire("holder")).isFalse();
    for (int i = 0; i < taken; i++) {
      permits.release("holder");
    }
    assertThat(taken("another")).isEqualTo(32);
  }

  private int taken(String holder) {
    int taken = 0;
    while (permits.acquire(holder)) {
      taken++;
    }
    return taken;
  }
}
