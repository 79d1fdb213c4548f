package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.endpoint.Scaling;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canaries, splits and the way back, as the controller carries them out. */
final class SplitTrafficIT {
  @TempDir Path folder;
  private PlayedRevisions played;
  private ServingGround ground;
  private UUID tenant;

  @BeforeEach
  void start() {
    played = new PlayedRevisions(folder);
    ground = played.ground;
    tenant = played.tenant;
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private List<Integer> weights(Rollouts.Deployed... deployed) {
    return List.of(deployed).stream()
        .map(one -> played.revision(one.revisionId()).weight())
        .toList();
  }

  private RevisionStatus status(UUID revision) {
    return played.revision(revision).status();
  }

  private static RevisionWeight share(Rollouts.Deployed deployed, int weight) {
    return new RevisionWeight(deployed.revisionId(), weight);
  }

  @Test
  void aCanaryGetsItsShareAndTheOthersKeepTheRestInTheirProportions() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed second = played.deploy(1, 10);
    assertThat(weights(first, second)).containsExactly(100, 0);

    played.becomeReady(second.revisionId());
    assertThat(weights(first, second)).containsExactly(90, 10);
    Rollouts.Deployed third = played.serve(20);

    assertThat(weights(first, second, third)).containsExactly(72, 8, 20);
    assertThat(status(first.revisionId())).isEqualTo(RevisionStatus.READY);
  }

  @Test
  void theFirstOneServesEverythingWhateverItWasDeployedWith() {
    assertThat(weights(played.serve(10))).containsExactly(100);
  }

  @Test
  void aRevisionForAllOfTheTrafficEndsTheCanariesBeforeItAndKeepsThoseAfterIt() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed canary = played.serve(10);
    Rollouts.Deployed all = played.deploy(1, null);
    played.look();
    Rollouts.Deployed younger = played.serve(20);
    assertThat(weights(first, canary, younger)).containsExactly(72, 8, 20);

    played.becomeReady(all.revisionId());

    assertThat(weights(first, canary, all, younger)).containsExactly(0, 0, 80, 20);
    assertThat(status(first.revisionId())).isEqualTo(RevisionStatus.DRAINING);
    assertThat(status(canary.revisionId())).isEqualTo(RevisionStatus.DRAINING);
  }

  @Test
  void aRevisionThatFailsLeavesItsShareToTheOthers() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed canary = played.serve(10);

    played.fail(canary.revisionId());

    assertThat(status(canary.revisionId())).isEqualTo(RevisionStatus.FAILED);
    assertThat(weights(first, canary)).containsExactly(100, 0);
    assertThat(scaling(first).reason()).contains("revision 2 failed").contains("again");
  }

  @Test
  void trafficIsSplitAsAskedAndWhoIsNotNamedDrains() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed second = played.serve(10);
    Rollouts.Deployed third = played.serve(0);
    int before = ground.version(tenant, first.endpointId());

    ground.setTraffic(tenant, first.endpointId(), share(second, 100), share(third, 0));

    assertThat(weights(first, second, third)).containsExactly(0, 100, 0);
    assertThat(status(first.revisionId())).isEqualTo(RevisionStatus.DRAINING);
    assertThat(status(third.revisionId())).isEqualTo(RevisionStatus.READY);
    assertThat(ground.version(tenant, first.endpointId())).isEqualTo(before + 1);
  }

  @Test
  void onlyReadyRevisionsOfTheEndpointGetTraffic() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed loading = played.deploy(1, 10);
    Rollouts.Deployed elsewhere =
        ground.deploy(tenant, ServingGround.spec(played.project, "beer", 1));
    UUID endpoint = first.endpointId();

    assertThatThrownBy(
            () -> ground.setTraffic(tenant, endpoint, share(first, 50), share(loading, 50)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("revision 2 is PENDING");
    assertThatThrownBy(
            () -> ground.setTraffic(tenant, endpoint, share(first, 50), share(elsewhere, 50)))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                ground.setTraffic(
                    tenant, endpoint, share(first, 50), new RevisionWeight(UUID.randomUUID(), 50)))
        .isInstanceOf(NotFound.class);
    assertThat(weights(first)).containsExactly(100);
  }

  @Test
  void weightsThatMakeNoWholeAreNamedAndNothingChanges() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed second = played.serve(10);
    UUID endpoint = first.endpointId();

    assertThatThrownBy(
            () -> ground.setTraffic(tenant, endpoint, share(first, 50), share(second, 49)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.weights: 99");
    assertThatThrownBy(
            () -> ground.setTraffic(tenant, endpoint, share(first, 150), share(second, -50)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.weights.weight: 150");
    assertThatThrownBy(
            () -> ground.setTraffic(tenant, endpoint, share(first, 50), share(first, 50)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("each revision once");
    assertThatThrownBy(() -> ground.setTraffic(tenant, endpoint)).isInstanceOf(Invalid.class);
    assertThatThrownBy(
            () ->
                ground.database.transact(
                    tenant,
                    tx -> {
                      ground.rollouts.setTraffic(tx, endpoint, 1, List.of(share(first, 100)));
                      return null;
                    }))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("expectedVersion: 1");
    assertThatThrownBy(() -> played.deploy(1, 101))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.weight");
    assertThat(weights(first, second)).containsExactly(90, 10);
  }

  @Test
  void aCanaryIsRolledBackAtOnce() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed canary = played.serve(40);

    UUID serving = ground.rollBack(tenant, first.endpointId());

    assertThat(serving).isEqualTo(first.revisionId());
    assertThat(weights(first, canary)).containsExactly(100, 0);
    assertThat(status(canary.revisionId())).isEqualTo(RevisionStatus.DRAINING);
  }

  @Test
  void aRevisionThatWasKeptReadyIsRolledBackToAtOnce() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed second = played.serve(10);
    ground.setTraffic(tenant, first.endpointId(), share(second, 100), share(first, 0));

    UUID serving = ground.rollBack(tenant, first.endpointId());

    assertThat(serving).isEqualTo(first.revisionId());
    assertThat(weights(first, second)).containsExactly(100, 0);
  }

  @Test
  void aRevisionThatHasStoppedIsStartedAgainAndTheOneInItsPlaceServesUntilItIsReady() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed second = played.serve(null);
    played.look();
    played.broker.end(played.replicas(first.revisionId()).getFirst().jobId(), "CANCELLED", "told");
    played.look();
    assertThat(status(first.revisionId())).isEqualTo(RevisionStatus.STOPPED);

    UUID back = ground.rollBack(tenant, first.endpointId());
    played.look();

    Revision again = played.revision(back);
    Revision stopped = played.revision(first.revisionId());
    assertThat(again.number()).isEqualTo(3);
    assertThat(again.modelVersionId()).isEqualTo(stopped.modelVersionId());
    assertThat(again.modelFiles()).isEqualTo(stopped.modelFiles());
    assertThat(again.resources()).isEqualTo(stopped.resources());
    assertThat(again.submittedBy()).isEqualTo(ServingGround.SECOND_ENGINEER);
    assertThat(again.status()).isEqualTo(RevisionStatus.LOADING);
    assertThat(weights(second)).containsExactly(100);
    assertThat(played.replicas(second.revisionId())).allMatch(replica -> replica.ready());
    assertThat(scaling(second).reason()).isEqualTo("revision 3 loads: 0 of 1 replicas are ready");

    played.becomeReady(back);
    assertThat(played.revision(back).weight()).isEqualTo(100);
    assertThat(status(second.revisionId())).isEqualTo(RevisionStatus.DRAINING);
    assertThat(scaling(second)).isEqualTo(new Scaling(1, 1, 1, 1, null));

    UUID forth = ground.rollBack(tenant, first.endpointId());
    assertThat(played.revision(forth).modelVersionId())
        .isEqualTo(played.revision(second.revisionId()).modelVersionId());
  }

  @Test
  void aRollbackEndsWhatIsOnItsWay() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed second = played.serve(null);
    Rollouts.Deployed onItsWay = played.deploy(1, null);
    played.look();

    UUID back = ground.rollBack(tenant, first.endpointId());

    assertThat(status(onItsWay.revisionId())).isEqualTo(RevisionStatus.DRAINING);
    assertThat(weights(second)).containsExactly(100);
    played.becomeReady(back);
    assertThat(played.revision(back).weight()).isEqualTo(100);
  }

  @Test
  void whereNothingServedBeforeThereIsNoWayBack() {
    Rollouts.Deployed first = played.serve(null);

    assertThatThrownBy(() -> ground.rollBack(tenant, first.endpointId()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("has served before");
    assertThatThrownBy(() -> ground.rollBack(ground.tenant("globex"), first.endpointId()))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void whatServedEverythingSinceAnOlderOneFailedToLoadIsRolledBackTo() {
    Rollouts.Deployed older = played.deploy(1, null);
    Rollouts.Deployed serving = played.serve(10);
    assertThat(weights(older, serving)).containsExactly(0, 100);
    played.fail(older.revisionId());
    assertThat(status(older.revisionId())).isEqualTo(RevisionStatus.FAILED);
    int failed = ground.version(tenant, serving.endpointId());
    played.serve(null);

    UUID back = ground.rollBack(tenant, serving.endpointId());

    assertThat(modelOf(back)).isEqualTo(modelOf(serving.revisionId()));
    assertThat(played.revision(serving.revisionId()).allTrafficVersion()).isEqualTo(failed);
  }

  @Test
  void whatServedEverythingSinceARollbackEndedAnOlderOneOnItsWayIsRolledBackTo() {
    Rollouts.Deployed first = played.serve(null);
    played.fail(first.revisionId());
    played.deploy(1, null);
    Rollouts.Deployed serving = played.serve(10);
    UUID firstAgain = ground.rollBack(tenant, first.endpointId());
    played.becomeReady(firstAgain);
    assertThat(modelOf(firstAgain)).isEqualTo(modelOf(first.revisionId()));

    UUID forth = ground.rollBack(tenant, first.endpointId());

    assertThat(modelOf(forth)).isEqualTo(modelOf(serving.revisionId()));
  }

  @Test
  void whatSomebodyGaveEverythingWhileAnOlderOneIsOnItsWayIsRolledBackTo() {
    played.deploy(1, null);
    Rollouts.Deployed serving = played.serve(10);
    ground.setTraffic(tenant, serving.endpointId(), share(serving, 100));
    played.serve(null);

    UUID back = ground.rollBack(tenant, serving.endpointId());

    assertThat(modelOf(back)).isEqualTo(modelOf(serving.revisionId()));
  }

  @Test
  void aRevisionThatFailsToLoadLeavesTheEndpointAsItIs() {
    Rollouts.Deployed serving = played.serve(null);
    Rollouts.Deployed canary = played.deploy(1, 10);
    int before = ground.version(tenant, serving.endpointId());

    played.look();
    played.fail(canary.revisionId());

    assertThat(status(canary.revisionId())).isEqualTo(RevisionStatus.FAILED);
    assertThat(weights(serving)).containsExactly(100);
    assertThat(ground.version(tenant, serving.endpointId())).isEqualTo(before);
  }

  private UUID modelOf(UUID revision) {
    return played.revision(revision).modelVersionId();
  }

  private Scaling scaling(Rollouts.Deployed deployed) {
    UUID endpoint = deployed.endpointId();
    return ground.endpoints.scalingOf(tenant, List.of(endpoint)).get(endpoint);
  }
}
