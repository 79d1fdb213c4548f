package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.failure.Conflict;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rollouts of what may not be served any more. */
final class RolloutGateIT extends RolloutGround {
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
}
