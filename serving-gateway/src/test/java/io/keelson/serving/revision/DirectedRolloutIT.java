package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.serving.rollout.Evidence;
import io.keelson.serving.rollout.NewRollout;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.serving.rollout.RolloutPause;
import io.keelson.serving.rollout.RolloutPolicies;
import io.keelson.serving.rollout.RolloutPolicy;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people and an endpoint's policy say about rollouts. */
final class DirectedRolloutIT extends RolloutGround {
  private RolloutPolicies policies;

  @BeforeEach
  void open() {
    policies = new RolloutPolicies(ground.database, ground.clock);
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
}
