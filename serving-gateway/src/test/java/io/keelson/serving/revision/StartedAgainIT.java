package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.testing.ServingGround;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the traffic is split when a suspended tenant's endpoints come back. */
final class StartedAgainIT {
  @TempDir Path folder;
  private PlayedRevisions played;
  private ServingGround ground;

  @BeforeEach
  void start() {
    played = new PlayedRevisions(folder);
    ground = played.ground;
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private void stopAndStartAgain() {
    Map<UUID, List<Rollouts.Stopped>> stopped =
        ground.database.transact(played.tenant, ground.rollouts::stopAll);
    List<UUID> left =
        ground.database.transact(
            played.tenant, tx -> ground.rollouts.startAgain(tx, stopped, ServingGround.ENGINEER));
    assertThat(left).isEmpty();
  }

  private UUID numbered(int number) {
    return (UUID)
        ground.query("SELECT id FROM serving.revision WHERE number = ?", number).getFirst();
  }

  private List<Integer> weights(UUID... revisions) {
    return Stream.of(revisions).map(id -> played.revision(id).weight()).toList();
  }

  private UUID modelOf(UUID revision) {
    return played.revision(revision).modelVersionId();
  }

  @Test
  void aCanaryComesBackWithItsShareWhicheverIsReadyFirst() {
    Rollouts.Deployed stable = played.serve(null);
    Rollouts.Deployed canary = played.serve(10);
    assertThat(weights(stable.revisionId(), canary.revisionId())).containsExactly(90, 10);

    stopAndStartAgain();
    UUID stableAgain = numbered(3);
    UUID canaryAgain = numbered(4);
    played.becomeReady(canaryAgain);
    assertThat(weights(canaryAgain)).as("for the time being").containsExactly(100);
    played.becomeReady(stableAgain);

    assertThat(weights(stableAgain, canaryAgain)).containsExactly(90, 10);
    assertThat(modelOf(stableAgain)).isEqualTo(modelOf(stable.revisionId()));
    assertThat(modelOf(canaryAgain)).isEqualTo(modelOf(canary.revisionId()));
    assertThat(ground.rollBack(played.tenant, stable.endpointId()))
        .as("never to the canary, which had everything only for the time being")
        .isEqualTo(stableAgain);
  }

  @Test
  void aCanaryThatStandsInOnceMoreIsNoWayBack() {
    Rollouts.Deployed stable = played.serve(null);
    played.serve(10);
    played.serve(10);
    stopAndStartAgain();
    UUID stableAgain = numbered(4);
    UUID canaryAgain = numbered(5);
    UUID failing = numbered(6);
    played.becomeReady(canaryAgain);
    played.becomeReady(failing);
    played.fail(failing);
    assertThat(weights(canaryAgain)).as("for the time being").containsExactly(100);
    played.becomeReady(stableAgain);

    UUID back = ground.rollBack(played.tenant, stable.endpointId());

    assertThat(back).isEqualTo(stableAgain);
  }

  @Test
  void aCanaryThatServedBeforeIsTheWayBackAgainOnceTheStableOneFailedToComeBack() {
    Rollouts.Deployed canary = played.serve(null);
    Rollouts.Deployed stable = played.serve(0);
    ground.setTraffic(
        played.tenant,
        stable.endpointId(),
        new RevisionWeight(stable.revisionId(), 100),
        new RevisionWeight(canary.revisionId(), 0));
    ground.setTraffic(
        played.tenant,
        stable.endpointId(),
        new RevisionWeight(stable.revisionId(), 90),
        new RevisionWeight(canary.revisionId(), 10));
    stopAndStartAgain();
    UUID stableAgain = numbered(3);
    UUID canaryAgain = numbered(4);
    played.becomeReady(canaryAgain);
    played.fail(stableAgain);
    played.serve(null);

    UUID back = ground.rollBack(played.tenant, stable.endpointId());

    assertThat(modelOf(back)).isEqualTo(modelOf(canary.revisionId()));
  }

  @Test
  void aSplitOfThreeAndOneWithoutTrafficComeBackAsTheyWere() {
    Rollouts.Deployed first = played.serve(null);
    Rollouts.Deployed second = played.serve(10);
    Rollouts.Deployed third = played.serve(10);
    Rollouts.Deployed idle = played.serve(0);
    ground.setTraffic(
        played.tenant,
        first.endpointId(),
        new RevisionWeight(first.revisionId(), 20),
        new RevisionWeight(second.revisionId(), 50),
        new RevisionWeight(third.revisionId(), 30),
        new RevisionWeight(idle.revisionId(), 0));

    stopAndStartAgain();
    UUID[] again = {numbered(5), numbered(6), numbered(7), numbered(8)};
    Stream.of(again).forEach(played::becomeReady);

    assertThat(weights(again)).containsExactly(50, 30, 20, 0);
    assertThat(modelOf(again[0])).isEqualTo(modelOf(second.revisionId()));
    assertThat(modelOf(again[3])).isEqualTo(modelOf(idle.revisionId()));
  }

  @Test
  void whatWasOnItsWayComesAfterWhatServed() {
    Rollouts.Deployed serving = played.serve(null);
    Rollouts.Deployed onItsWay = played.deploy(1, null);
    played.look();

    stopAndStartAgain();
    UUID servingAgain = numbered(3);
    UUID onItsWayAgain = numbered(4);
    played.becomeReady(servingAgain);
    assertThat(weights(servingAgain)).containsExactly(100);
    played.becomeReady(onItsWayAgain);

    assertThat(weights(servingAgain, onItsWayAgain)).containsExactly(0, 100);
    assertThat(modelOf(servingAgain)).isEqualTo(modelOf(serving.revisionId()));
    assertThat(modelOf(onItsWayAgain)).isEqualTo(modelOf(onItsWay.revisionId()));
  }

  @Test
  void theWayBackLeadsWhereItLedBefore() {
    Rollouts.Deployed older = played.serve(null);
    Rollouts.Deployed newer = played.serve(null);

    stopAndStartAgain();
    UUID newerAgain = numbered(3);
    played.becomeReady(newerAgain);
    UUID back = ground.rollBack(played.tenant, newer.endpointId());

    assertThat(modelOf(back)).isEqualTo(modelOf(older.revisionId()));
    assertThat(played.revision(newerAgain).status()).isEqualTo(RevisionStatus.READY);
  }
}
