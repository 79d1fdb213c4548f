package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.NewRollout;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutController;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.rollout.StepCounts;
import io.keelson.serving.rollout.tally.Blame;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint with a baseline and a candidate, and what two gateways count of them. */
abstract class RolloutGround {
  static final Duration HOLD = Duration.ofMinutes(5);
  @TempDir Path folder;
  PlayedRevisions played;
  ServingGround ground;
  UUID tenant;
  RolloutChanges changes;
  RolloutReads reads;
  StepTallies first;
  StepTallies second;
  Rollouts.Deployed baseline;
  Rollouts.Deployed candidate;
  RolloutController controller;

  @BeforeEach
  void start() {
    played = new PlayedRevisions(folder);
    ground = played.ground;
    tenant = played.tenant;
    changes = ground.rolloutChanges();
    reads = new RolloutReads(ground.database);
    controller = controller();
    first = new StepTallies(ground.database, Ids.next(), ground.clock);
    second = new StepTallies(ground.database, Ids.next(), ground.clock);
    baseline = played.serve(null);
    candidate = played.deploy(1, 0);
  }

  RolloutController controller() {
    return new RolloutController(
        ground.system, ground.database, changes, ground.gate, ground.signals, ground.clock);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  UUID begin() {
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

  UUID begin(NewRollout wanted) {
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

  Rollout rollout(UUID id) {
    return reads.get(tenant, id);
  }

  void look(double seconds) {
    ground.passSeconds(seconds);
    controller.step();
  }

  UUID beginWithReadyCandidate() {
    played.becomeReady(candidate.revisionId());
    UUID id = begin();
    look(1);
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
    return id;
  }

  UUID beginWithReadyCandidateAgain() {
    UUID id = begin();
    look(1);
    return id;
  }

  /** As many requests of each, of which as many fail. */
  void count(StepTallies gateway, UUID id, int step, int of, Blame blame, boolean ofIt) {
    StepTally tally = gateway.of(new StepTally.Key(tenant, id, step), step == 1 ? 10 : 50);
    for (int i = 0; i < of; i++) {
      new StepTally.Assigned(tally, ofIt, null).ended(blame);
    }
    gateway.write();
  }

  List<Integer> weights() {
    return List.of(
        played.revision(baseline.revisionId()).weight(),
        played.revision(candidate.revisionId()).weight());
  }

  StepCounts counts(UUID id, int step) {
    return reads.counts(tenant, List.of(id)).get(id).get(step);
  }
}
