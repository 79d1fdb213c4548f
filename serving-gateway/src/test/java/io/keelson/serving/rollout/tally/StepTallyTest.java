package io.keelson.serving.rollout.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.rollout.tally.StepTally.Assigned;
import io.keelson.serving.rollout.tally.StepTally.FailedKey;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
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
    assertThat(tally.totals()).isEqualTo(StepTally.Totals.NONE);
    assertThat(keys(tally)).as("nor does it complete the requests of a step").isEqualTo(1);
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

  /** The bits that are set of both. */
  private static long keys(StepTally tally) {
    return tally.seenKeys().unwritten().stream().mapToLong(SeenKeys.Group::bits).sum();
  }

  private static long bits(String sketch) {
    return new BigInteger(sketch.substring(1), 16).bitCount();
  }

  @Test
  void eachKeyIsOneRequestOfTheRevisionThatTakesIt() {
    StepTally tally = tally(1, 10);
    int ofCandidate = 0;
    for (int i = 0; i < 10_000; i++) {
      Assigned request = tally.assign("caller-" + i);
      request.ended(Blame.NOBODY);
      tally.assign("caller-" + i).ended(Blame.CALLER);
      ofCandidate += request.candidate() ? 1 : 0;
    }
    tally.assign(null).ended(Blame.NOBODY);

    List<SeenKeys.Group> groups = tally.seenKeys().unwritten();
    long candidates = groups.stream().mapToLong(group -> bits(group.candidate())).sum();
    long baselines = groups.stream().mapToLong(group -> bits(group.baseline())).sum();
    // Some 80 have the bit of another one, of so many.
    assertThat(keys(tally)).isEqualTo(baselines + candidates).isBetween(9_850L, 10_000L);
    assertThat(candidates).isBetween(ofCandidate - 30L, (long) ofCandidate);
    assertThat(tally.totals().baselineRequests() + tally.totals().candidateRequests()).isOne();
  }

  @Test
  void whatWasWrittenOfKeysIsWrittenAgainOnceItHasChanged() {
    StepTally tally = tally(1, 50);
    tally.assign("one").ended(Blame.NOBODY);
    List<SeenKeys.Group> first = tally.seenKeys().unwritten();
    tally.seenKeys().written(first);
    tally.assign("one").ended(Blame.REPLICA);

    assertThat(first).hasSize(1);
    assertThat(tally.seenKeys().unwritten()).isEmpty();
    for (int caller = 0; caller < 2_000; caller++) {
      tally.assign("caller-" + caller).ended(Blame.NOBODY);
    }
    List<SeenKeys.Group> second = tally.seenKeys().unwritten();
    assertThat(second).hasSizeGreaterThan(200);
    tally.seenKeys().written(second);
    assertThat(tally.seenKeys().unwritten()).isEmpty();
  }

  /**
   * Of a revision with a hundredth of the traffic: its keys' hashes are alike in their last bits.
   */
  @Test
  void theKeysOfASmallShareSetBitsOfAllGroups() {
    StepTally tally = tally(1, 1);
    int ofCandidate = 0;
    for (int i = 0; ofCandidate < 3_000; i++) {
      Assigned request = tally.assign("caller-" + i);
      if (request.candidate()) {
        request.ended(Blame.NOBODY);
        ofCandidate++;
      }
    }

    List<SeenKeys.Group> groups = tally.seenKeys().unwritten();
    assertThat(groups).hasSizeGreaterThan(250);
    assertThat(groups).allMatch(group -> bits(group.baseline()) == 0);
    assertThat(keys(tally)).isBetween(2_960L, 3_000L);
  }

  @Test
  void manyThreadsCountAKeyOnce() throws InterruptedException {
    StepTally tally = tally(1, 50);
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(
                thread ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 2_000; i++) {
                                tally.assign("caller-" + i).ended(Blame.NOBODY);
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(keys(tally)).isBetween(1_980L, 2_000L);
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
