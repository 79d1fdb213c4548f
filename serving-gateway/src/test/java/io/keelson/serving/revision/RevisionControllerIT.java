package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.endpoint.Replica;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.testing.ServingGround;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the controller makes of intents, and of replicas that start, stall and end. */
final class RevisionControllerIT {
  @TempDir Path folder;
  private PlayedRevisions played;
  private ServingGround ground;
  private UUID tenant;
  private Set<Path> loaded;

  @BeforeEach
  void start() {
    played = new PlayedRevisions(folder);
    ground = played.ground;
    tenant = played.tenant;
    loaded = played.loaded;
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private Rollouts.Deployed deploy(int replicas) {
    return played.deploy(replicas, null);
  }

  private Revision revision(Rollouts.Deployed deployed) {
    return played.revision(deployed.revisionId());
  }

  private List<Replica> replicas(Rollouts.Deployed deployed) {
    return played.replicas(deployed.revisionId());
  }

  private void look() {
    played.look();
  }

  private Path run(UUID job) {
    return played.run(job);
  }

  private void runAndLoad(Rollouts.Deployed deployed) {
    replicas(deployed).forEach(replica -> loaded.add(run(replica.jobId())));
  }

  private void jobEnds(UUID job, String status, String reason) {
    played.broker.end(job, status, reason);
  }

  private List<Object> stopRequested() {
    return ground.query(
        "SELECT id FROM compute.job WHERE stop_requested_at IS NOT NULL OR status = 'CANCELLED' ORDER BY id");
  }

  @Test
  void aRevisionAsksForItsReplicasAndIsReadyWhenAllHaveLoaded() {
    Rollouts.Deployed deployed = deploy(2);

    look();
    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.LOADING);
    List<Replica> replicas = replicas(deployed);
    assertThat(replicas).extracting(Replica::slot).containsExactly(0, 1);
    assertThat(replicas).extracting(Replica::ready).containsOnly(false);
    assertThat(ground.query("SELECT kind FROM compute.job")).containsExactly("SERVICE", "SERVICE");

    loaded.add(run(replicas.get(0).jobId()));
    look();
    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.LOADING);

    Path second = run(replicas.get(1).jobId());
    look();
    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.LOADING);
    loaded.add(second);
    look();
    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.READY);
    assertThat(revision(deployed).weight()).isEqualTo(100);
    assertThat(revision(deployed).readyAt()).isEqualTo(ground.now());
    assertThat(replicas(deployed)).extracting(Replica::ready).containsOnly(true);
    assertThat(ground.query("SELECT type FROM tenancy.event")).containsExactly("RevisionReady");
  }

  @Test
  void severalControllersSubmitNothingTwice() throws Exception {
    Rollouts.Deployed deployed = deploy(3);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        RevisionController first = played.controller();
        RevisionController second = played.controller();
        RevisionController third = played.controller()) {
      for (int round = 0; round < 3; round++) {
        ground.passSeconds(3);
        var running =
            List.of(
                threads.submit(first::step),
                threads.submit(second::step),
                threads.submit(third::step));
        for (var one : running) {
          one.get();
        }
      }
    }

    assertThat(replicas(deployed)).hasSize(3);
    assertThat(ground.query("SELECT id FROM compute.job")).hasSize(3);
    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.LOADING);
  }

  @Test
  void theNewRevisionTakesOverAndTheOldOneDrains() {
    Rollouts.Deployed old = deploy(1);
    look();
    runAndLoad(old);
    look();
    Rollouts.Deployed next = deploy(1);
    look();
    assertThat(revision(old).status()).isEqualTo(RevisionStatus.READY);

    runAndLoad(next);
    look();

    assertThat(revision(next).status()).isEqualTo(RevisionStatus.READY);
    assertThat(revision(old).status()).isEqualTo(RevisionStatus.DRAINING);
    assertThat(revision(old).weight()).isZero();
    look();
    UUID oldJob = replicas(old).getFirst().jobId();
    assertThat(stopRequested()).containsExactly(oldJob);
    look();
    assertThat(revision(old).status()).isEqualTo(RevisionStatus.DRAINING);
    jobEnds(oldJob, "CANCELLED", "stopped");
    look();
    assertThat(revision(old).status()).isEqualTo(RevisionStatus.STOPPED);
    assertThat(replicas(old)).isEmpty();
    assertThat(revision(next).status()).isEqualTo(RevisionStatus.READY);
  }

  @Test
  void drainingWaitsForWhatIsInFlightButNotForEver() {
    Rollouts.Deployed deployed = deploy(1);
    look();
    runAndLoad(deployed);
    look();
    UUID job = replicas(deployed).getFirst().jobId();
    stopEndpoint(deployed);
    reportInFlight(job, 2);
    look();
    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.DRAINING);
    assertThat(stopRequested()).isEmpty();

    for (int passed = 3; passed < 30; passed += 3) {
      reportInFlight(job, 1);
      assertThat(stopRequested()).isEmpty();
      look();
    }

    assertThat(stopRequested()).containsExactly(job);
  }

  @Test
  void drainingEndsWhenNothingIsInFlight() {
    Rollouts.Deployed deployed = deploy(1);
    look();
    runAndLoad(deployed);
    look();
    UUID job = replicas(deployed).getFirst().jobId();
    stopEndpoint(deployed);
    reportInFlight(job, 2);
    look();
    reportInFlight(job, 0);
    look();

    assertThat(stopRequested()).containsExactly(job);
  }

  private void stopEndpoint(Rollouts.Deployed deployed) {
    ground.stop(tenant, deployed.endpointId(), ground.version(tenant, deployed.endpointId()));
  }

  private void reportInFlight(UUID job, int requests) {
    ground.execute(
        """
        INSERT INTO serving.replica_load (tenant_id, job_id, instance_id, in_flight, reported_at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (tenant_id, job_id, instance_id)
        DO UPDATE SET in_flight = excluded.in_flight, reported_at = excluded.reported_at
        """,
        tenant,
        job,
        new UUID(1, 1),
        requests,
        ground.now().plusSeconds(2));
  }

  @Test
  void aReplicaThatEndsIsReplacedAfterAPause() {
    Rollouts.Deployed deployed = deploy(1);
    look();
    runAndLoad(deployed);
    look();
    UUID first = replicas(deployed).getFirst().jobId();

    jobEnds(first, "FAILED", "out of memory");
    look();
    assertThat(replicas(deployed)).isEmpty();
    look();
    Replica second = replicas(deployed).getFirst();

    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.jobId()).isNotEqualTo(first);
    assertThat(second.ready()).isFalse();
    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.READY);
    assertThat(revision(deployed).restarts()).isEqualTo(1);
    loaded.add(run(second.jobId()));
    look();
    assertThat(replicas(deployed)).extracting(Replica::ready).containsExactly(true);
    ground.passSeconds(700);
    look();
    assertThat(revision(deployed).restarts()).isZero();
  }

  @Test
  void aSlotThatKeepsFailingDoesNotTakeTheOthersDown() {
    Rollouts.Deployed deployed = deploy(2);
    look();
    runAndLoad(deployed);
    look();
    for (int failure = 1; failure <= 8; failure++) {
      UUID job =
          replicas(deployed).stream()
              .filter(replica -> replica.slot() == 1)
              .findFirst()
              .orElseThrow()
              .jobId();
      jobEnds(job, "FAILED", "again");
      look();
      ground.passSeconds(61); // the longest pause
      look();
    }

    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.READY);
    assertThat(replicas(deployed)).extracting(Replica::attempt).containsExactly(1, 9);
    assertThat(replicas(deployed)).extracting(Replica::ready).containsExactly(true, false);
  }

  @Test
  void aReadyRevisionWhoseOnlyReplicaKeepsFailingFails() {
    Rollouts.Deployed deployed = deploy(1);
    look();
    runAndLoad(deployed);
    look();
    for (int failure = 1; failure <= 6; failure++) {
      jobEnds(replicas(deployed).getFirst().jobId(), "FAILED", "again");
      look();
      ground.passSeconds(61);
      look();
    }

    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.FAILED);
    assertThat(revision(deployed).reason()).contains("6 times").contains("again");
  }

  @Test
  void aModelThatNeverLoadsFailsItsRevisionWithTheReason() {
    Rollouts.Deployed deployed = deploy(1);
    for (int attempt = 1; attempt <= 3; attempt++) {
      look();
      for (int wait = 0; wait < 3 && replicas(deployed).isEmpty(); wait++) {
        look();
      }
      Replica replica = replicas(deployed).getFirst();
      assertThat(replica.attempt()).isEqualTo(attempt);
      jobEnds(replica.jobId(), "FAILED", "the model cannot be served: no model.onnx");
    }
    look();

    Revision failed = revision(deployed);
    assertThat(failed.status()).isEqualTo(RevisionStatus.FAILED);
    assertThat(failed.reason())
        .contains("3 times")
        .contains("exit code 1")
        .contains("no model.onnx");
    assertThat(replicas(deployed)).isEmpty();
    assertThat(ground.query("SELECT type FROM tenancy.event WHERE type LIKE 'Revision%'"))
        .containsExactly("RevisionFailed");
    assertThat(
            ground.query(
                "SELECT payload #>> '{submittedBy,label}' FROM tenancy.event WHERE type = 'RevisionFailed'"))
        .as("who is told of it")
        .containsExactly(failed.submittedBy().label());
    look();
    assertThat(ground.query("SELECT id FROM compute.job")).hasSize(3);
  }

  @Test
  void aReplicaThatTakesTooLongFailsItsRevisionAndIsStopped() {
    Rollouts.Deployed deployed = deploy(1);
    look();
    UUID job = replicas(deployed).getFirst().jobId();
    run(job);
    look();
    ground.passSeconds(301);
    look();

    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.FAILED);
    assertThat(revision(deployed).reason()).contains("300 s");
    assertThat(stopRequested()).containsExactly(job);
  }

  @Test
  void aReadyReplicaThatNoLongerAnswersIsReplaced() {
    Rollouts.Deployed deployed = deploy(1);
    look();
    runAndLoad(deployed);
    look();
    UUID job = replicas(deployed).getFirst().jobId();
    loaded.clear();

    look();
    look();
    assertThat(replicas(deployed)).extracting(Replica::ready).containsExactly(true);
    look();
    assertThat(replicas(deployed)).extracting(Replica::ready).containsExactly(false);
    assertThat(stopRequested()).containsExactly(job);
    jobEnds(job, "CANCELLED", "stopped");
    look();
    look();
    assertThat(replicas(deployed)).extracting(Replica::attempt).containsExactly(2);
  }

  @Test
  void aRevisionThatAsksForWhatNoJobCanHaveFailsAtOnce() {
    Rollouts.Deployed deployed =
        ground.deploy(
            tenant,
            new io.keelson.serving.endpoint.DeploySpec(
                played.project,
                "wine",
                UUID.randomUUID(),
                "wine v1",
                ServingGround.spec(played.project, "wine", 1).modelFiles(),
                null,
                io.keelson.serving.endpoint.Backend.DJL,
                1,
                1,
                null,
                null,
                ServingGround.ENGINEER,
                "no traceparent"));
    look();

    assertThat(revision(deployed).status()).isEqualTo(RevisionStatus.FAILED);
    assertThat(revision(deployed).reason()).contains("traceparent");
    assertThat(ground.query("SELECT id FROM compute.job")).isEmpty();
  }
}
