package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.rollout.RolloutPause;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.rollout.StepCounts;
import io.keelson.serving.rollout.tally.Blame;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the steps of a rollout count over all gateways, and keep of it. */
final class RolloutCountsIT extends RolloutGround {
  /** So many requests of one caller, who is the candidate's. */
  private void ask(StepTallies gateway, UUID id, int requests, Blame end) {
    StepTally tally = gateway.of(new StepTally.Key(tenant, id, 1), 10);
    for (int i = 0; i < requests; i++) {
      new StepTally.Assigned(tally, true, 42L).ended(end);
    }
    gateway.write();
  }

  /** What a rollout that goes on counts of one caller who asks so often at both gateways. */
  private StepCounts countedAtBoth(int requests, Blame end) {
    UUID id = beginWithReadyCandidate();
    for (StepTallies gateway : List.of(first, second)) {
      ask(gateway, id, requests, end);
    }
    look(1);
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
    return counts(id, 1);
  }

  @Test
  void ofACallerWhoAsksWronglyOneRefusalCountsHoweverOftenTheyAsk() {
    assertThat(countedAtBoth(200, Blame.CALLER)).isEqualTo(new StepCounts(0, 0, 0, 1, 0, 1));
  }

  @Test
  void oneBrokenKeyIsOneErrorHoweverManyGatewaysSeeIt() {
    assertThat(countedAtBoth(50, Blame.REPLICA)).isEqualTo(new StepCounts(0, 0, 0, 1, 1, 0));
  }

  @Test
  void oneKeyDoesNotCompleteTheRequestsOfAStepHoweverOftenItIsSent() {
    UUID id = beginWithReadyCandidate();
    StepTallies restarted = new StepTallies(ground.database, Ids.next(), ground.clock);
    for (StepTallies gateway : List.of(first, second, restarted)) {
      ask(gateway, id, 200, Blame.NOBODY);
    }
    look(HOLD.toSeconds());

    assertThat(rollout(id).pause()).isEqualTo(RolloutPause.TOO_FEW_REQUESTS);
    assertThat(counts(id, 1)).isEqualTo(new StepCounts(0, 0, 0, 1, 0, 0));
  }

  @Test
  void keysAndRequestsWithoutOneAddUpOverAllGateways() {
    UUID id = beginWithReadyCandidate();
    for (int gateway = 0; gateway < 2; gateway++) {
      StepTallies tallies = gateway == 0 ? first : second;
      StepTally tally = tallies.of(new StepTally.Key(tenant, id, 1), 10);
      for (long key = 30 * gateway; key < 90; key++) {
        new StepTally.Assigned(tally, true, key).ended(Blame.NOBODY);
        tallies.write(); // again and again, as it does each second
      }
      new StepTally.Assigned(tally, false, 1_000L + gateway).ended(Blame.NOBODY);
      count(tallies, id, 1, 5, Blame.NOBODY, true);
    }
    look(HOLD.toSeconds());

    assertThat(counts(id, 1)).isEqualTo(new StepCounts(2, 0, 0, 100, 0, 0));
    assertThat(rollout(id).step()).isEqualTo(2);
  }

  private void abort(UUID id) {
    int version = rollout(id).version();
    ground.database.transact(
        tenant, tx -> changes.abort(tx, id, version, "enough", ServingGround.ENGINEER, null));
  }

  @Test
  void aRolloutThatHasEndedKeepsItsCountsAndNoKeys() {
    UUID id = beginWithReadyCandidate();
    StepTally tally = first.of(new StepTally.Key(tenant, id, 1), 10);
    for (long key = 0; key < 6; key++) {
      new StepTally.Assigned(tally, key % 2 == 0, key).ended(Blame.REPLICA);
      new StepTally.Assigned(tally, key % 2 == 0, key).ended(Blame.REPLICA);
    }
    for (long key = 0; key < 4; key++) {
      new StepTally.Assigned(tally, key % 2 == 0, key).ended(Blame.CALLER);
    }
    first.write();
    StepCounts before = counts(id, 1);
    assertThat(before).isEqualTo(new StepCounts(3, 3, 2, 3, 3, 2));

    abort(id);

    assertThat(counts(id, 1)).isEqualTo(before);
    ground.database.transact(
        tenant,
        tx ->
            assertThat(
                    tx.one(
                        "SELECT 1 FROM serving.rollout_failed_key WHERE tenant_id = $1 AND"
                            + " rollout_id = $2",
                        tenant,
                        id))
                .isEmpty());
  }

  /** A request of each of these callers; returns how many were the candidate's. */
  private int send(StepTallies gateway, UUID id, IntStream callers) {
    StepTally tally = gateway.of(new StepTally.Key(tenant, id, 1), 10);
    int ofCandidate =
        callers
            .map(
                caller -> {
                  StepTally.Assigned request = tally.assign("caller-" + caller);
                  request.ended(Blame.NOBODY);
                  return request.candidate() ? 1 : 0;
                })
            .sum();
    gateway.write();
    return ofCandidate;
  }

  @Test
  void callersAtDifferentGatewaysAddUpAndThoseAtBothAreOne() {
    UUID id = beginWithReadyCandidate();
    int ofCandidate = send(first, id, IntStream.range(0, 2_000));
    ofCandidate += send(second, id, IntStream.range(2_000, 3_500));
    send(first, id, IntStream.range(1_000, 2_000));
    send(second, id, IntStream.range(1_000, 2_500));

    // Six standard errors of the estimate.
    StepCounts counted = counts(id, 1);
    assertThat(counted.candidateRequests()).isCloseTo(ofCandidate, within(3L));
    assertThat(counted.baselineRequests()).isCloseTo(3_500L - ofCandidate, within(20L));
  }

  @Test
  void aStepThatOtherGatewaysKnowAllAboutIsNotWrittenAgain() {
    UUID id = beginWithReadyCandidate();
    send(first, id, IntStream.range(0, 100));
    List<Object> before = ground.query("SELECT ctid::text FROM serving.rollout_count ORDER BY 1");
    send(second, id, IntStream.range(0, 100));

    assertThat(before).isNotEmpty();
    assertThat(ground.query("SELECT ctid::text FROM serving.rollout_count ORDER BY 1"))
        .isEqualTo(before);
  }

  @Test
  void ofARolloutThatHasEndedOneRowAStepIsKeptAndNothingComesToIt() {
    UUID id = beginWithReadyCandidate();
    send(first, id, IntStream.range(0, 500));
    send(second, id, IntStream.range(400, 700));
    count(first, id, 1, 5, Blame.REPLICA, false);
    count(second, id, 1, 7, Blame.CALLER, true);
    StepCounts before = counts(id, 1);
    assertThat(before.candidateCallerErrors()).isEqualTo(7);
    abort(id);

    send(first, id, IntStream.range(600, 900));
    count(second, id, 1, 3, Blame.NOBODY, true);
    ask(second, id, 1, Blame.REPLICA);

    assertThat(counts(id, 1)).isEqualTo(before);
    assertThat(ground.query("SELECT count(*) FROM serving.rollout_count")).containsExactly(1L);
    assertThat(ground.query("SELECT count(*) FROM serving.rollout_failed_key")).containsExactly(0L);
  }

  @Test
  void whatIsWrittenWhileARolloutEndsComesTooLate() throws Exception {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 5, Blame.NOBODY, true);
    StepCounts before = counts(id, 1);
    int version = rollout(id).version();

    Thread late =
        ground.database.transact(
            tenant,
            tx -> {
              changes.abort(tx, id, version, "enough", ServingGround.ENGINEER, null);
              Thread writing =
                  Thread.ofVirtual().start(() -> count(second, id, 1, 3, Blame.NOBODY, true));
              awaitWaiting();
              return writing;
            });
    late.join();

    assertThat(counts(id, 1)).isEqualTo(before);
  }

  private void awaitWaiting() {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (ground
            .query(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
                    + " current_database()")
            .equals(List.of(0L))
        && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
