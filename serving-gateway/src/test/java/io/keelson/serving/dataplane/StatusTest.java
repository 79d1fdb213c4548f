package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.rollout.tally.Blame;
import org.junit.jupiter.api.Test;

final class StatusTest {
  private static final long MAX = 60_000_000_000L;

  /**
   * Callers choose when they go, and how long they wait: neither may be held against a revision.
   */
  @Test
  void whatACallerDoesNotWaitForIsNobodysDoing() {
    assertThat(Status.CANCELLED.blame(5, MAX, MAX)).isEqualTo(Blame.NOBODY);
    assertThat(Status.DEADLINE_EXCEEDED.blame(2, 1, MAX)).isEqualTo(Blame.NOBODY);
    assertThat(Status.DEADLINE_EXCEEDED.blame(5, 6, MAX))
        .as("the replica sees the deadline first")
        .isEqualTo(Blame.NOBODY);
    assertThat(Status.UNAVAILABLE.blame(7, 6, MAX)).isEqualTo(Blame.NOBODY);
  }

  @Test
  void whatFailsInTimeIsTheReplicasAndWhatIsWrongTheCallers() {
    assertThat(Status.DEADLINE_EXCEEDED.blame(MAX, MAX, MAX)).isEqualTo(Blame.REPLICA);
    assertThat(Status.UNAVAILABLE.blame(5, 6, MAX)).isEqualTo(Blame.REPLICA);
    assertThat(Status.INVALID_ARGUMENT.blame(5, 6, MAX)).isEqualTo(Blame.CALLER);
    assertThat(Status.OK.blame(5, 6, MAX)).isEqualTo(Blame.NOBODY);
  }
}
