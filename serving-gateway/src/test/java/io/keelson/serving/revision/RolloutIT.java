package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutController;
import io.keelson.serving.rollout.RolloutPause;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.rollout.StepCounts;
import io.keelson.serving.rollout.Verdict;
import io.keelson.serving.rollout.tally.Blame;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Conflict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How rollouts go from step to step, and how they end by themselves. */
final class RolloutIT extends RolloutGround {
  @Test
  void aGoodCandidateGoesThroughItsStepsAndGetsEverything() {
    UUID id = begin();
    look(1);
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.PENDING);
    assertThat(weights()).containsExactly(100, 0);

    played.becomeReady(candidate.revisionId());
    look(1);
    assertThat(weights()).containsExactly(90, 10);
    count(first, id, 1, 60, Blame.NOBODY, true);
    count(second, id, 1, 60, Blame.NOBODY, true);
    look(HOLD.toSeconds() - 10);
    assertThat(rollout(id).step()).isEqualTo(1);
    look(10);
    assertThat(rollout(id).step()).isEqualTo(2);
    assertThat(weights()).containsExactly(50, 50);

    count(first, id, 2, 100, Blame.NOBODY, true);
    count(second, id, 2, 40, Blame.CALLER, true);
    count(second, id, 2, 45, Blame.CALLER, false);
    look(HOLD.toSeconds());
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.PROMOTED);
    assertThat(played.revision(candidate.revisionId()).weight()).isEqualTo(100);
    assertThat(played.revision(baseline.revisionId()).status()).isEqualTo(RevisionStatus.DRAINING);
    assertThat(reads.counts(tenant, List.of(id)).get(id).get(1))
        .isEqualTo(new StepCounts(0, 0, 0, 120, 0, 0));
    assertThat(reads.counts(tenant, List.of(id)).get(id).get(2).candidateCallerErrors())
        .isEqualTo(40);
  }

  @Test
  void aCandidateThatHangsPassesNoStepUntilItAnswersAgain() {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 100, Blame.NOBODY, true);
    List<Path> sockets =
        played.replicas(candidate.revisionId()).stream().map(played::silence).toList();
    played.look();

    look(HOLD.toSeconds());
    assertThat(rollout(id).step()).isEqualTo(1);
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);

    played.loaded.addAll(sockets);
    played.look();
    look(1);
    assertThat(rollout(id).step()).isEqualTo(2);
  }

  @Test
  void withoutRequestsItPausesAndThenGoesBack() {
    UUID id = beginWithReadyCandidate();
    look(HOLD.toSeconds());
    Rollout paused = rollout(id);
    assertThat(paused.status()).isEqualTo(RolloutStatus.PAUSED);
    assertThat(paused.pause()).isEqualTo(RolloutPause.TOO_FEW_REQUESTS);
    assertThat(weights()).containsExactly(90, 10);

    count(first, id, 1, 100, Blame.NOBODY, true);
    look(1);
    look(1);
    assertThat(rollout(id).step()).isEqualTo(2);
    look(HOLD.toSeconds());
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.PAUSED);
    look(Duration.ofHours(1).toSeconds());

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).isEqualTo("too few requests came in PT1H");
    assertThat(weights()).containsExactly(100, 0);
  }

  @Test
  void itEndsWhenTheCandidateFailsOrTheEndpointStops() {
    UUID id = begin();
    played.look();
    played.fail(candidate.revisionId());
    look(1);
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).contains("the candidate ended").contains("again");
    assertThat(weights()).containsExactly(100, 0);

    candidate = played.serve(0);
    UUID stopped = beginWithReadyCandidateAgain();
    ground.stop(tenant, baseline.endpointId(), ground.version(tenant, baseline.endpointId()));
    look(1);
    assertThat(rollout(stopped).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(weights()).containsExactly(0, 0);
  }

  @Test
  void aBaselineThatFailsIsStartedAgainAndGetsItsTrafficBack() {
    UUID id = beginWithReadyCandidate();
    played.fail(baseline.revisionId());
    look(1);

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(ground.endpoints.revisions(tenant, baseline.endpointId()).getFirst())
        .matches(again -> again.status() == RevisionStatus.PENDING)
        .matches(
            again ->
                again
                    .modelVersionId()
                    .equals(played.revision(baseline.revisionId()).modelVersionId()));
  }

  @Test
  void twoControllersTakeEachStepOnce() throws Exception {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 100, Blame.NOBODY, true);
    ground.passSeconds(HOLD.toSeconds());
    Thread other = Thread.ofVirtual().start(() -> controller().step());
    controller.step();
    other.join();

    assertThat(rollout(id).step()).isEqualTo(2);
    assertThat(reads.evidence(tenant, id, 100, null))
        .filteredOn(evidence -> evidence.verdict() == Verdict.PASS)
        .hasSize(1);
  }

  @Test
  void itBeginsOnceNoOtherRevisionIsOnItsWay() {
    played.becomeReady(candidate.revisionId());
    Rollouts.Deployed later = played.deploy(1, null);

    assertThatThrownBy(this::begin)
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("revision 3 is PENDING");
    played.becomeReady(later.revisionId());
    assertThat(played.revision(later.revisionId()).weight()).isEqualTo(100);
  }

  @Test
  void aTenantWhoseConnectionsAreUsedUpHoldsUpItsOwnRollouts() throws Exception {
    UUID busy = ground.tenant("busy");
    Rollouts.Deployed theirs = ground.deploy(busy, ServingGround.spec(Ids.next(), "wine", 1));
    ground.execute(
        """
        INSERT INTO serving.rollout
          (tenant_id, id, endpoint_id, project_id, baseline_id, candidate_id, status, weights, hold_s, min_requests,
           alpha, pause_limit_s, step, next_check_at, created_by, created_by_kind, created_at)
        VALUES (?, ?, ?, ?, ?, ?, 'PENDING', '{10}', '{60}', 1, 0.01, 60, 0, '2000-01-01', 'demo', 'PERSON', now())
        """,
        busy,
        Ids.next(),
        theirs.endpointId(),
        Ids.next(),
        theirs.revisionId(),
        theirs.revisionId());
    played.becomeReady(candidate.revisionId());
    UUID id = begin();
    ground.passSeconds(1);
    TenantDatabase shared = ground.databaseWithin(4, 1, Duration.ofSeconds(25));
    StepTallies tallies = new StepTallies(shared, Ids.next(), ground.clock);
    for (UUID of : List.of(busy, tenant)) {
      StepTally tally = tallies.of(new StepTally.Key(of, id, 1), 10);
      new StepTally.Assigned(tally, true, null).ended(Blame.NOBODY);
    }
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    Thread holder =
        Thread.ofVirtual()
            .start(
                () ->
                    shared.transact(
                        busy,
                        tx -> {
                          held.countDown();
                          try {
                            enough.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                          return null;
                        }));
    held.await();
    try (RolloutController waiting =
        new RolloutController(
            ground.system, shared, changes, ground.gate, ground.signals, ground.clock)) {
      waiting.start();
      tallies.start();
      long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      while ((rollout(id).status() == RolloutStatus.PENDING
              || reads.counts(tenant, List.of(id)).isEmpty())
          && System.nanoTime() < end) {
        Thread.sleep(50);
      }

      assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
      assertThat(reads.counts(tenant, List.of(id))).isNotEmpty();
    } finally {
      enough.countDown();
      holder.join();
    }
    tallies.close();
  }
}
