package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.local.LocalHost;
import io.keelson.compute.local.LocalProvider;
import io.keelson.compute.scheduler.JobScheduler;
import io.keelson.compute.scheduler.Placing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas, which are idle most of the time, hold less of a machine than they may use. */
final class ReplicaRoomIT {
  private static final Path SHARES_V1 = Path.of("/sys/fs/cgroup/cpu/keelson");

  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private JobSpec wanting(JobKind kind, double cpus, long mebibytes) {
    return fixture.spec(
        kind,
        kind == JobKind.TASK ? List.of("true") : List.of("sleep", "1000"),
        new Resources(cpus, mebibytes * BrokerFixture.MIB),
        kind == JobKind.TASK ? Duration.ofMinutes(1) : null);
  }

  private List<UUID> replicas(int count, double cpus, long mebibytes) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(fixture.submit(wanting(JobKind.SERVICE, cpus, mebibytes)));
    }
    return ids;
  }

  /** A machine of two CPUs and 4 GiB that starts nothing of what it takes. */
  private void place(Map<String, String> settings) {
    try (LocalProvider provider = TestMachine.provider(fixture)) {
      JobScheduler machine =
          TestMachine.of(fixture, provider, fixture.config(settings), "a machine");
      Placing.all(machine);
    }
  }

  private long placed() {
    return Long.parseLong(fixture.one("SELECT count(*) FROM compute.lease"));
  }

  @Test
  void fourIdleReplicasLeaveRoomForATaskOnTwoCpus() {
    List<UUID> replicas = replicas(4, 0.5, 64);
    fixture.start();
    for (UUID replica : replicas) {
      assertThat(fixture.running(replica).status()).isEqualTo(JobStatus.RUNNING);
    }

    Job task = fixture.ended(fixture.submit(wanting(JobKind.TASK, 1, 64)));

    assertThat(task.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(replicas).allMatch(id -> fixture.job(id).status() == JobStatus.RUNNING);
  }

  @Test
  void whenAllWantTheirsProcessorsAreSharedByWhatIsKept() throws IOException {
    assumeTrue(Files.isDirectory(SHARES_V1), "control groups of version 1");
    fixture.running(startedReplica());

    Path group =
        SHARES_V1
            .resolve(LocalHost.of(fixture.folder).id().substring(0, 8))
            .resolve(fixture.folders().getFirst().getFileName());

    assertThat(Files.readString(group.resolve("cpu.shares")).strip()).isEqualTo("128");
    assertThat(Files.readString(group.resolve("cpu.cfs_quota_us")).strip()).isEqualTo("50000");
  }

  private UUID startedReplica() {
    UUID id = replicas(1, 0.5, 64).getFirst();
    fixture.start();
    return id;
  }

  @Test
  void memoryIsGivenOnce() {
    replicas(5, 0.1, 1_024);

    place(Map.of());

    assertThat(placed()).isEqualTo(4);
  }

  @Test
  void eightyEndpointsFitWhereTheyAreIdleAndTheNextWaits() {
    replicas(81, 0.1, 32);

    place(Map.of("max-disk-bytes", "" + BrokerFixture.MIB));

    assertThat(placed()).isEqualTo(80);
    assertThat(fixture.one("SELECT sum(request_cpu_millis) FROM compute.lease")).isEqualTo("2000");
    assertThat(fixture.one("SELECT sum(cpu_millis) FROM compute.lease")).isEqualTo("8000");
  }

  @Test
  void noReplicaIsPlacedWhereItCouldNeverUseWhatItIsBilledFor() {
    UUID large = replicas(1, 4, 64).getFirst();

    fixture.start();

    assertThat(fixture.ended(large).reason())
        .isEqualTo("no machine is large enough: the job wants 4.0 processors and 64 MiB");
  }

  @Test
  void itsQuotaIsOfWhatItMayUse() {
    fixture.execute(
        "INSERT INTO tenancy.quota (tenant_id, name, most, set_at) VALUES ('%s', 'CPUS', 1, now())"
            .formatted(fixture.tenantId));
    List<UUID> replicas = replicas(3, 0.5, 64);

    place(Map.of());

    assertThat(placed()).isEqualTo(2);
    assertThat(fixture.waitsFor(fixture.job(replicas.getLast())))
        .isEqualTo(
            "It waits for CPUs of your organisation: 1 of 1 are in use, and it needs 0.5 (quota CPUS).");
  }

  @Test
  void aReplicaThatWaitsTellsWhatIsKeptFromWhatItMayUse() {
    Job waits = fixture.job(replicas(1, 0.5, 64).getFirst());

    assertThat(fixture.waitsFor(waits))
        .startsWith(
            "It is next; it waits for a machine with 0.125 CPUs and 64 MiB free (it may use up to 0.5 CPUs).");
  }

  @Test
  void whatIsKeptIsNeitherNothingNorMoreThanALeaseMayUse() {
    replicas(1, 0.1, 64);
    place(Map.of());

    assertThat(fixture.one("SELECT request_cpu_millis FROM compute.lease")).isEqualTo("25");
    for (int request : new int[] {-1, 0, 101}) {
      assertThatThrownBy(
              () -> fixture.execute("UPDATE compute.lease SET request_cpu_millis = " + request))
          .hasMessageContaining("lease_request_within_limit");
    }
  }
}
