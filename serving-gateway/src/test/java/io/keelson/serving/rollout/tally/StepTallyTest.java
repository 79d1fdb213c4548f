package io.keelson.serving.rollout.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.rollout.tally.StepTally.Assigned;
import io.keelson.serving.rollout.tally.StepTally.FailedKey;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StepTallyTest {
  private static final UUID TENANT = UUID.randomUUID();
  private final UUID rollout = UUID.randomUUID();

  private StepTally tally(int step, int weight) {
    return new StepTally(new StepTally.Key(TENANT, rollout, step), weight);
  }

  private static List<FailedKey> failed(StepTally tally) {
    return tally.unwrittenKeys();
  }

  @Test
  void keysAreSharedOutByTheWeightAndStayWithTheCandidate() {
    StepTally tenth = tally(1, 10);
    StepTally half = tally(2, 50);
    int first = 0;
    int second = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean early = tenth.assign("caller-" + i).candidate();
      boolean late = half.assign("caller-" + i).candidate();
      assertThat(tenth.assign("caller-" + i).candidate()).isEqualTo(early);
      assertThat(!early || late).as("who tries it early goes on to").isTrue();
      first += early ? 1 : 0;
      second += late ? 1 : 0;
    }

    // Four standard deviations of a binomial.
    assertThat(first).isCloseTo(2_000, within(170));
    assertThat(second).isCloseTo(10_000, within(283));
  }

  @Test
  void anotherRolloutTriesOtherKeysFirst() {
    StepTally one = tally(1, 50);
    StepTally other = new StepTally(new StepTally.Key(TENANT, UUID.randomUUID(), 1), 50);
    int alike = 0;
    for (int i = 0; i < 10_000; i++) {
      alike +=
          one.assign("caller-" + i).candidate() == other.assign("caller-" + i).candidate() ? 1 : 0;
    }

    assertThat(alike).isCloseTo(5_000, within(200));
  }

  @Test
  void errorsOfReplicasAndThePlatformCountAndThoseOfCallersApart() {
    StepTally tally = tally(1, 99);
    Assigned candidate = new Assigned(tally, true, null);
    Assigned baseline = new Assigned(tally, false, null);

    candidate.ended(Blame.NOBODY);
    candidate.ended(Blame.REPLICA);
    candidate.ended(Blame.PLATFORM);
    candidate.ended(Blame.CALLER);
    baseline.ended(Blame.CALLER);
    baseline.ended(Blame.REPLICA);

    assertThat(tally.totals()).isEqualTo(new StepTally.Totals(2, 1, 1, 4, 2, 1));
  }

  @Test
  void ofAKeyOneErrorCountsAlone() {
    StepTally tally = tally(1, 50);
    for (int i = 0; i < 1_000; i++) {
      tally.assign("broken").ended(Blame.REPLICA);
    }

    assertThat(failed(tally)).hasSize(1);
    assertThat(tally.totals().baselineErrors() + tally.totals().candidateErrors()).isZero();
    assertThat(tally.totals().baselineRequests() + tally.totals().candidateRequests())
        .isEqualTo(1_000);
  }

  @Test
  void ofAKeyOneRefusalCountsAloneBesideItsError() {
    StepTally tally = tally(1, 50);
    for (int i = 0; i < 1_000; i++) {
      tally.assign("wrong").ended(Blame.CALLER);
      tally.assign("wrong").ended(Blame.REPLICA);
    }

    assertThat(failed(tally)).extracting(key -> key.refusal).containsExactlyInAnyOrder(false, true);
    assertThat(tally.totals().baselineCallerErrors() + tally.totals().candidateCallerErrors())
        .isZero();
  }

  @Test
  void whatIsKeptOfKeysIsBounded() {
    StepTally tally = tally(1, 50);
    for (int i = 0; i < StepTally.MAX_FAILED_KEYS + 1_000; i++) {
      tally.assign("caller-" + i).ended(Blame.REPLICA);
    }

    assertThat(failed(tally)).hasSize(StepTally.MAX_FAILED_KEYS);
  }
}
