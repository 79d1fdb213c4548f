package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.Evidence;
import io.keelson.serving.rollout.NewRollout;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutController;
import io.keelson.serving.rollout.RolloutPause;
import io.keelson.serving.rollout.RolloutPolicies;
import io.keelson.serving.rollout.RolloutPolicy;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.rollout.StepCounts;
import io.keelson.serving.rollout.Verdict;
import io.keelson.serving.rollout.tally.Blame;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.serving.testing.ServingGround;
import io.keelson.serving.watch.canary.CanaryErrors;
import io.keelson.serving.watch.canary.CanaryTest;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts as the controllers of two gateways carry them out, with what both have counted. */
final class RolloutIT {
  private static final Duration HOLD = Duration.ofMinutes(5);
  @TempDir Path folder;
  private PlayedRevisions played;
  private ServingGround ground;
  private UUID tenant;
  private RolloutChanges changes;
  private RolloutReads reads;
  private RolloutPolicies policies;
  private RolloutController controller;
  private StepTallies first;
  private StepTallies second;
  private Rollouts.Deployed baseline;
  private Rollouts.Deployed candidate;

  @BeforeEach
  void start() {
    played = new PlayedRevisions(folder);
    ground = played.ground;
    tenant = played.tenant;
    changes = ground.rolloutChanges();
    reads = new RolloutReads(ground.database);
    policies = new RolloutPolicies(ground.database, ground.clock);
    controller = controller();
    first = new StepTallies(ground.database, Ids.next(), ground.clock);
    second = new StepTallies(ground.database, Ids.next(), ground.clock);
    baseline = played.serve(null);
    candidate = played.deploy(1, 0);
  }

  private RolloutController controller() {
    return new RolloutController(
        ground.system, ground.database, changes, ground.gate, ground.signals, ground.clock);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private UUID begin() {
    NewRollout wanted =
        new NewRollout(
            baseline.endpointId(),
            candidate.revisionId(),
            List.of(new Step(10, HOLD), new Step(50, HOLD)),
            null,
            null,
            null,
            null);
    return begin(wanted);
  }

  private UUID begin(NewRollout wanted) {
    UUID id = Ids.next();
    int version = ground.version(tenant, baseline.endpointId());
    ground.database.transact(
        tenant,
        tx -> {
          changes.start(tx, id, wanted, version, ServingGround.ENGINEER);
          return null;
        });
    return id;
  }

  private Rollout rollout(UUID id) {
    return reads.get(tenant, id);
  }

  private void look(double seconds) {
    ground.passSeconds(seconds);
    controller.step();
  }

  private UUID beginWithReadyCandidate() {
    played.becomeReady(candidate.revisionId());
    UUID id = begin();
    look(1);
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
    return id;
  }

  /** As many requests of each, of which as many fail. */
  private void count(StepTallies gateway, UUID id, int step, int of, Blame blame, boolean ofIt) {
    StepTally tally = gateway.of(new StepTally.Key(tenant, id, step), step == 1 ? 10 : 50);
    for (int i = 0; i < of; i++) {
      new StepTally.Assigned(tally, ofIt, null).ended(blame);
    }
    gateway.write();
  }

  private List<Integer> weights() {
    return List.of(
        played.revision(baseline.revisionId()).weight(),
        played.revision(candidate.revisionId()).weight());
  }

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
  void aWorseOneGoesBackInALookAndItsEvidenceCanBeComputedAgain() {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 2, Blame.REPLICA, false);
    count(first, id, 1, 3, Blame.REPLICA, true);
    look(1);
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
    count(second, id, 1, 3, Blame.PLATFORM, true);
    look(1);

    Rollout after = rollout(id);
    assertThat(after.status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(after.reason()).contains("fails more often");
    assertThat(weights()).containsExactly(100, 0);
    assertThat(played.revision(candidate.revisionId()).status()).isEqualTo(RevisionStatus.DRAINING);
    List<Evidence> evidence = reads.evidence(tenant, id, 100, null);
    Evidence last = evidence.getFirst();
    assertThat(last.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(last.logEvidence())
        .isEqualTo(new CanaryTest(0.01).judge(CanaryErrors.none().plus(0.1, 6, 2)).logEvidence());
    assertThat(evidence).extracting(Evidence::candidateErrors).startsWith(6L, 3L);
  }

  @Test
  void oneThatRefusesWhatTheBaselineAnswersIsPausedUntilSomebodyDecides() {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 900, Blame.NOBODY, false);
    count(first, id, 1, 2, Blame.CALLER, false);
    count(first, id, 1, 40, Blame.CALLER, true);
    count(second, id, 1, 60, Blame.CALLER, true);
    look(1);

    Rollout after = rollout(id);
    assertThat(after.status()).isEqualTo(RolloutStatus.PAUSED);
    assertThat(after.pause()).isEqualTo(RolloutPause.REFUSALS);
    assertThat(weights()).containsExactly(90, 10);
    Evidence last = reads.evidence(tenant, id, 100, null).getFirst();
    assertThat(last.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(last.candidateCallerErrors()).isEqualTo(100);
    assertThat(last.logEvidence()).isZero();
    assertThat(last.logCallerEvidence())
        .isEqualTo(new CanaryTest(0.01).judge(CanaryErrors.none().plus(0.1, 100, 2)).logEvidence());

    ground.database.transact(tenant, tx -> changes.resume(tx, id, after.version()));
    look(1);
    look(1);
    assertThat(rollout(id).status()).as("its refusals are known").isEqualTo(RolloutStatus.STEPPING);
    count(first, id, 1, 10, Blame.REPLICA, true);
    look(1);
    assertThat(rollout(id).reason()).contains("fails more often");
  }

  @Test
  void refusalsThatNobodyDecidesAboutEndInARollback() {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 100, Blame.CALLER, true);
    look(1);
    assertThat(rollout(id).pause()).isEqualTo(RolloutPause.REFUSALS);
    look(Duration.ofHours(1).toSeconds());

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).contains("refuses more often, and nobody decided");
  }

  @Test
  void ofACallerWhoAsksWronglyOneRefusalCountsHoweverOftenTheyAsk() {
    UUID id = beginWithReadyCandidate();
    for (StepTallies gateway : List.of(first, second)) {
      StepTally tally = gateway.of(new StepTally.Key(tenant, id, 1), 10);
      for (int i = 0; i < 200; i++) {
        new StepTally.Assigned(tally, true, 42L).ended(Blame.CALLER);
      }
      gateway.write();
    }
    look(1);

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
    assertThat(reads.counts(tenant, List.of(id)).get(id).get(1))
        .isEqualTo(new StepCounts(0, 0, 0, 1, 0, 1));
  }

  @Test
  void oneBrokenKeyIsOneErrorHoweverManyGatewaysSeeIt() {
    UUID id = beginWithReadyCandidate();
    for (StepTallies gateway : List.of(first, second)) {
      StepTally tally = gateway.of(new StepTally.Key(tenant, id, 1), 10);
      for (int i = 0; i < 50; i++) {
        new StepTally.Assigned(tally, true, 42L).ended(Blame.REPLICA);
      }
      gateway.write();
    }
    look(1);

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
    assertThat(reads.counts(tenant, List.of(id)).get(id).get(1))
        .isEqualTo(new StepCounts(0, 0, 0, 1, 1, 0));
  }

  @Test
  void oneKeyDoesNotCompleteTheRequestsOfAStepHoweverOftenItIsSent() {
    UUID id = beginWithReadyCandidate();
    StepTallies restarted = new StepTallies(ground.database, Ids.next(), ground.clock);
    for (StepTallies gateway : List.of(first, second, restarted)) {
      StepTally tally = gateway.of(new StepTally.Key(tenant, id, 1), 10);
      for (int i = 0; i < 200; i++) {
        new StepTally.Assigned(tally, true, 42L).ended(Blame.NOBODY);
      }
      gateway.write();
    }
    look(HOLD.toSeconds());

    assertThat(rollout(id).pause()).isEqualTo(RolloutPause.TOO_FEW_REQUESTS);
    assertThat(reads.counts(tenant, List.of(id)).get(id).get(1))
        .isEqualTo(new StepCounts(0, 0, 0, 1, 0, 0));
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

    assertThat(reads.counts(tenant, List.of(id)).get(id).get(1))
        .isEqualTo(new StepCounts(2, 0, 0, 100, 0, 0));
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
  void peoplePauseResumePromoteAndAbort() {
    UUID id = beginWithReadyCandidate();
    int version = rollout(id).version();
    ground.database.transact(tenant, tx -> changes.pause(tx, id, version));
    assertThat(rollout(id).pause()).isEqualTo(RolloutPause.ASKED_FOR);
    assertThatThrownBy(
            () -> ground.database.transact(tenant, tx -> changes.resume(tx, id, version)))
        .isInstanceOf(Conflict.class);
    ground.database.transact(tenant, tx -> changes.resume(tx, id, version + 1));
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
    ground.database.transact(
        tenant,
        tx -> changes.abort(tx, id, version + 2, "not today", ServingGround.SECOND_ENGINEER, null));
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).isEqualTo("not today");
    assertThat(weights()).containsExactly(100, 0);

    candidate = played.serve(0);
    UUID next = beginWithReadyCandidateAgain();
    ground.database.transact(tenant, tx -> changes.promote(tx, next, rollout(next).version()));
    assertThat(rollout(next).status()).isEqualTo(RolloutStatus.PROMOTED);
    assertThat(played.revision(candidate.revisionId()).weight()).isEqualTo(100);
  }

  private UUID beginWithReadyCandidateAgain() {
    UUID id = begin();
    look(1);
    return id;
  }

  @Test
  void nobodySplitsTheTrafficOrDeploysMeanwhile() {
    beginWithReadyCandidate();

    assertThatThrownBy(
            () ->
                ground.setTraffic(
                    tenant, baseline.endpointId(), new RevisionWeight(baseline.revisionId(), 100)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("a rollout is under way");
    assertThatThrownBy(() -> played.deploy(1, null)).isInstanceOf(Conflict.class);
    assertThatThrownBy(this::begin).isInstanceOf(Conflict.class);
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
  void aCandidateThatMayNotBeServedAnyMoreGoesBackAndNobodyPromotesIt() {
    UUID id = beginWithReadyCandidate();
    ground.archived.add(candidate.revisionId());
    int version = rollout(id).version();
    assertThatThrownBy(
            () -> ground.database.transact(tenant, tx -> changes.promote(tx, id, version)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("ARCHIVED");
    look(1);

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).contains("may not go on").contains("ARCHIVED");
    assertThat(weights()).containsExactly(100, 0);

    candidate = played.serve(0);
    ground.archived.add(candidate.revisionId());
    assertThatThrownBy(this::begin).isInstanceOf(Conflict.class).hasMessageContaining("ARCHIVED");
  }

  @Test
  void aBaselineThatMayNotBeServedAnyMoreIsNotStartedAgain() {
    UUID id = beginWithReadyCandidate();
    ground.archived.add(baseline.revisionId());
    look(1);
    assertThat(rollout(id).status()).as("what serves goes on").isEqualTo(RolloutStatus.STEPPING);
    played.fail(baseline.revisionId());
    look(1);

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).contains("not started again").contains("ARCHIVED");
    assertThat(ground.endpoints.revisions(tenant, baseline.endpointId())).hasSize(2);
    assertThat(played.revision(candidate.revisionId()).weight()).isEqualTo(100);
  }

  @Test
  void whatASuspensionStoppedIsNotBroughtBackOnceItMayNotBeServed() {
    played.becomeReady(candidate.revisionId());
    ground.setTraffic(
        tenant,
        baseline.endpointId(),
        new RevisionWeight(baseline.revisionId(), 60),
        new RevisionWeight(candidate.revisionId(), 40));
    Map<UUID, List<Rollouts.Stopped>> stopped =
        ground.database.transact(tenant, ground.rollouts::stopAll);
    ground.archived.add(baseline.revisionId());
    played.look();
    ground.passSeconds(60);
    played.look();
    ground.database.transact(
        tenant, tx -> ground.rollouts.startAgain(tx, stopped, ServingGround.ENGINEER));

    assertThat(ground.endpoints.revisions(tenant, baseline.endpointId()))
        .filteredOn(again -> again.number() > 2)
        .satisfiesExactlyInAnyOrder(
            one -> {
              assertThat(one.status()).isEqualTo(RevisionStatus.FAILED);
              assertThat(one.reason()).contains("ARCHIVED");
            },
            other -> assertThat(other.status()).isEqualTo(RevisionStatus.PENDING));
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

  private void setPolicy(List<Step> steps, Integer expectedVersion) {
    ground.database.transact(
        tenant,
        tx -> {
          policies.set(
              tx,
              new RolloutPolicy.Wanted(
                  baseline.endpointId(),
                  expectedVersion,
                  steps,
                  7L,
                  0.05,
                  Duration.ofHours(3),
                  "x-user"),
              ServingGround.ENGINEER);
          return null;
        });
  }

  @Test
  void whatIsLeftOutIsAsTheEndpointsPolicySays() {
    NewRollout byPolicy = NewRollout.byPolicy(baseline.endpointId(), candidate.revisionId());
    assertThatThrownBy(() -> begin(byPolicy))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.steps");
    setPolicy(List.of(new Step(3, HOLD)), null);
    assertThatThrownBy(() -> setPolicy(List.of(), null)).isInstanceOf(Conflict.class);

    Rollout begun = rollout(begin(byPolicy));
    assertThat(begun.steps()).containsExactly(new Step(3, HOLD));
    assertThat(begun.minRequests()).isEqualTo(7);
    assertThat(begun.alpha()).isEqualTo(0.05);
    assertThat(begun.pauseLimit()).isEqualTo(Duration.ofHours(3));
    assertThat(begun.stickyHeader()).isEqualTo("x-user");

    setPolicy(List.of(), 1);
    RolloutPolicy now =
        policies.of(tenant, List.of(baseline.endpointId())).get(baseline.endpointId());
    assertThat(now.steps()).isEmpty();
    assertThat(now.version()).isEqualTo(2);
    assertThat(now.setBy()).isEqualTo(ServingGround.ENGINEER);
    assertThat(rollout(begun.id()).steps()).as("one under way goes on").hasSize(1);
  }

  private void extend(UUID id, Duration by) {
    int version = rollout(id).version();
    ground.database.transact(
        tenant, tx -> changes.extendPause(tx, id, version, by, ServingGround.ENGINEER));
  }

  @Test
  void theEndOfAPauseIsMovedAndSaysByWhom() {
    UUID id = beginWithReadyCandidate();
    look(1);
    int version = rollout(id).version();
    ground.database.transact(tenant, tx -> changes.pause(tx, id, version));
    OffsetDateTime end = rollout(id).pausedUntil();

    extend(id, Duration.ofHours(2));
    assertThat(rollout(id).pausedUntil()).isEqualTo(end.plusHours(2));
    Evidence kept = reads.evidence(tenant, id, 1, null).getFirst();
    assertThat(kept.extendedUntil()).isEqualTo(end.plusHours(2));
    assertThat(kept.extendedBy()).isEqualTo(ServingGround.ENGINEER);
    assertThatThrownBy(() -> extend(id, Duration.ofMinutes(9))).isInstanceOf(Invalid.class);
    extend(id, Duration.ofDays(7));
    assertThatThrownBy(() -> extend(id, Duration.ofDays(7)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("a pause that ends by");

    look(Duration.ofHours(3).toSeconds());
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.PAUSED);
    look(Duration.ofDays(7).toSeconds());
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).isEqualTo("nobody decided in PT171H");
    assertThatThrownBy(() -> extend(id, Duration.ofHours(2))).isInstanceOf(Conflict.class);
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

  @Test
  void aSuspensionBringsBackTheBaselineAlone() {
    UUID id = beginWithReadyCandidate();
    assertThat(weights()).containsExactly(90, 10);

    ground.database.transact(
        tenant,
        tx -> {
          changes.rollBackAll(tx, "the organisation was suspended");
          assertThat(ground.rollouts.stopAll(tx).get(baseline.endpointId()))
              .singleElement()
              .satisfies(
                  stopped -> {
                    assertThat(stopped.revisionId()).isEqualTo(baseline.revisionId());
                    assertThat(stopped.weight()).isEqualTo(100);
                  });
          return null;
        });

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).isEqualTo("the organisation was suspended");
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
    StepCounts before = reads.counts(tenant, List.of(id)).get(id).get(1);
    assertThat(before).isEqualTo(new StepCounts(3, 3, 2, 3, 3, 2));
    int version = rollout(id).version();

    ground.database.transact(
        tenant, tx -> changes.abort(tx, id, version, "enough", ServingGround.ENGINEER, null));

    assertThat(reads.counts(tenant, List.of(id)).get(id).get(1)).isEqualTo(before);
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
}
