package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.job.StopReason;
import io.keelson.compute.local.LocalProvider;
import io.keelson.compute.scheduler.JobScheduler;
import io.keelson.compute.scheduler.Placing;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.testing.Crowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tenant's quotas let into the queue, and out of it. */
final class JobQuotasIT {
  private static final int LIMIT = 10;
  private static final int MACHINES = 8;
  private BrokerFixture fixture;
  private LocalProvider provider;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
    provider = TestMachine.provider(fixture);
  }

  @AfterEach
  void stop() {
    provider.close();
    fixture.close();
  }

  private void limit(UUID tenant, QuotaName name, long most) {
    fixture.execute(
        "INSERT INTO tenancy.quota (tenant_id, name, most, set_at) VALUES ('%s', '%s', %d, now()) "
                .formatted(tenant, name, most)
            + "ON CONFLICT (tenant_id, name) DO UPDATE SET most = excluded.most");
  }

  private JobSpec wanting(JobKind kind, double cpus) {
    return fixture.spec(
        kind,
        List.of("true"),
        new Resources(cpus, 64 * BrokerFixture.MIB),
        kind == JobKind.TASK ? Duration.ofMinutes(1) : null);
  }

  private long count(String what) {
    return Long.parseLong(fixture.one("SELECT count(*) FROM " + what));
  }

  private List<UUID> queue(int jobs, double cpus) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      ids.add(fixture.submit(wanting(JobKind.TASK, cpus)));
    }
    return ids;
  }

  /** Machines of 64 CPUs each take from the queue at once, until nothing more goes. */
  private void placeOnAll() {
    try (ExecutorService machines = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> placing = new ArrayList<>();
      for (int i = 0; i < MACHINES; i++) {
        JobScheduler machine = machine("machine-" + i);
        placing.add(machines.submit(() -> Placing.all(machine)));
      }
      for (Future<?> one : placing) {
        one.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** One that starts nothing of what it takes. */
  private JobScheduler machine(String hostId) {
    return TestMachine.of(
        fixture,
        provider,
        fixture.config(
            Map.of(
                "cpus", "64",
                "memory-bytes", "" + (1L << 40),
                "first-uid", "200000")),
        hostId);
  }

  @Test
  void ofSixtyFourWhoSubmitAtOnceTenAreQueued() throws Exception {
    limit(fixture.tenantId, QuotaName.QUEUED_JOBS, LIMIT);

    Crowd.Outcome outcome = Crowd.of(i -> fixture.submit(wanting(JobKind.TASK, 1)));

    assertThat(outcome.admitted()).isEqualTo(LIMIT);
    assertThat(count("compute.queue_entry")).isEqualTo(LIMIT);
    assertThat(count("compute.job")).isEqualTo(LIMIT);
    assertThat(outcome.refusals())
        .allSatisfy(
            refusal ->
                assertThat(refusal).hasMessage("QUEUED_JOBS: 10 of 10 are used, 1 more asked for"));
  }

  @Test
  void aReplicaIsQueuedBesideThem() {
    limit(fixture.tenantId, QuotaName.QUEUED_JOBS, 0);

    fixture.submit(wanting(JobKind.SERVICE, 1));

    assertThatThrownBy(() -> fixture.submit(wanting(JobKind.TASK, 1)))
        .isInstanceOf(QuotaExceeded.class);
    assertThat(count("compute.queue_entry")).isEqualTo(1);
  }

  @Test
  void ofSixtyFourJobsTenRunOnAllMachinesTogetherAndTheOthersSayWhatTheyWaitFor() {
    limit(fixture.tenantId, QuotaName.RUNNING_JOBS, LIMIT);
    List<UUID> ids = queue(Crowd.CLIENTS, 1);

    placeOnAll();

    assertThat(count("compute.lease")).isEqualTo(LIMIT);
    assertThat(count("compute.job WHERE status = 'PROVISIONING'")).isEqualTo(LIMIT);
    assertThat(count("compute.queue_entry WHERE claimed_by IS NULL"))
        .isEqualTo(Crowd.CLIENTS - LIMIT);
    Job waiting =
        ids.stream()
            .map(fixture::job)
            .filter(job -> job.status() == JobStatus.QUEUED)
            .findFirst()
            .orElseThrow();
    assertThat(fixture.waitsFor(waiting))
        .isEqualTo(
            "It waits for a running job of your organisation to end: 10 of 10 run (quota RUNNING_JOBS).");

    fixture.execute(
        "UPDATE compute.lease SET status = 'RELEASED' WHERE id = (SELECT id FROM compute.lease LIMIT 1)");
    placeOnAll();
    assertThat(count("compute.lease WHERE status <> 'RELEASED'")).isEqualTo(LIMIT);
    assertThat(count("compute.lease")).isEqualTo(LIMIT + 1);
  }

  @Test
  void tasksAndReplicasTogetherHoldNoMoreCpusThanTheTenantMay() {
    limit(fixture.tenantId, QuotaName.CPUS, LIMIT);
    fixture.submit(wanting(JobKind.SERVICE, 2.5));
    placeOnAll();
    List<UUID> ids = queue(Crowd.CLIENTS, 0.5);

    placeOnAll();

    assertThat(fixture.one("SELECT sum(cpu_millis) FROM compute.lease")).isEqualTo("10000");
    Job waiting = fixture.job(ids.getLast());
    assertThat(fixture.waitsFor(waiting))
        .isEqualTo(
            "It waits for CPUs of your organisation: 10 of 10 are in use, and it needs 0.5 (quota CPUS).");
  }

  @Test
  void aTaskThatNeedsMoreThanTheTenantMayEverHoldIsRefusedAtOnce() {
    limit(fixture.tenantId, QuotaName.CPUS, 2);
    fixture.submit(wanting(JobKind.SERVICE, 1));
    placeOnAll();

    assertThatThrownBy(() -> fixture.submit(wanting(JobKind.TASK, 2.5)))
        .isInstanceOf(QuotaExceeded.class)
        .hasMessage("CPUS: 1 of 2 are used, 3 more asked for");
    assertThat(count("compute.job")).isEqualTo(1);
  }

  @Test
  void noRoomIsKeptForAJobThatItsQuotaHoldsBack() {
    limit(fixture.tenantId, QuotaName.RUNNING_JOBS, 0);
    UUID held = fixture.submit(wanting(JobKind.TASK, 64));
    fixture.execute("UPDATE compute.queue_entry SET queued_at = now() - interval '1 hour'");
    UUID other = fixture.tenant("other");
    UUID long64 =
        fixture.submit(
            other,
            fixture.spec(
                JobKind.TASK,
                List.of("true"),
                new Resources(64, 64 * BrokerFixture.MIB),
                Duration.ofDays(1)));

    placeOnAll();

    assertThat(fixture.one("SELECT job_id FROM compute.lease")).isEqualTo(long64.toString());
    assertThat(fixture.job(held).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  void jobsOfASuspendedTenantStayQueuedAndGoOnWhenItResumes() {
    List<UUID> ids = queue(2, 1);
    fixture.execute("UPDATE compute.queue_entry SET queued_at = now() - interval '1 hour'");
    UUID other = fixture.tenant("other");
    fixture.execute(
        "UPDATE tenancy.tenant SET status = 'SUSPENDED' WHERE tenant_id = '%s'"
            .formatted(fixture.tenantId));
    JobSpec wholeMachine =
        fixture.spec(
            JobKind.TASK,
            List.of("true"),
            new Resources(64, 64 * BrokerFixture.MIB),
            Duration.ofDays(1));
    UUID placed = fixture.submit(other, wholeMachine);
    UUID next = fixture.submit(other, wholeMachine);

    assertThat(fixture.waitsFor(other, fixture.job(other, next)))
        .as("those that wait for their tenant are not ahead")
        .startsWith("1 job of your organisation is ahead;");
    Placing.all(machine("machine"));

    assertThat(fixture.one("SELECT job_id FROM compute.lease")).isEqualTo(placed.toString());
    assertThat(ids).allMatch(id -> fixture.job(id).status() == JobStatus.QUEUED);

    fixture.execute("UPDATE tenancy.tenant SET status = 'ACTIVE'");
    Placing.all(machine("machine-2"));

    assertThat(ids).allMatch(id -> fixture.job(id).status() == JobStatus.PROVISIONING);
  }

  @Test
  void aJobThatWasClaimedBeforeTheTenantWasSuspendedGoesBackToTheQueue() {
    UUID id = fixture.submit(wanting(JobKind.TASK, 1));
    JobScheduler machine = machine("machine");

    boolean placed =
        Placing.one(
            machine,
            () ->
                fixture.execute(
                    "UPDATE tenancy.tenant SET status = 'SUSPENDED' WHERE tenant_id = '%s'"
                        .formatted(fixture.tenantId)));

    assertThat(placed).isFalse();
    assertThat(fixture.job(id).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(count("compute.lease")).isZero();
    assertThat(count("compute.queue_entry WHERE claimed_by IS NULL")).isEqualTo(1);
  }

  @Test
  void ofASuspendedTenantsTasksThoseThatAMachineHasAreToldToStop() {
    UUID first = fixture.submit(wanting(JobKind.TASK, 1));
    Placing.all(machine("machine"));
    UUID second = fixture.submit(wanting(JobKind.TASK, 1));

    int stopped =
        fixture.ground.database.transact(
            fixture.tenantId, tx -> fixture.jobs.preemptRunningTasks(tx, 10));

    assertThat(stopped).isEqualTo(1);
    assertThat(fixture.job(first).stopRequestedAt()).isNotNull();
    assertThat(fixture.job(first).stopReason()).isEqualTo(StopReason.TENANT_SUSPENDED);
    assertThat(fixture.job(second).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  void aLogThatFindsNoRoomIsCutAndSaysSoAndTheJobGoesOn() {
    limit(fixture.tenantId, QuotaName.STORED_BYTES, 1_000);
    UUID id =
        fixture.submit(
            fixture.script(
                "echo first; sleep 3; for i in $(seq 1000); do echo a line that needs room $i; done;"
                    + " sleep 3; echo last"));

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    fixture.until("the log is cut", () -> fixture.lines(id).size() > 1);
    assertThat(fixture.lines(id)).hasSize(2).startsWith("first");
    assertThat(fixture.lines(id).getLast())
        .startsWith("the log is cut here: STORED_BYTES: ")
        .endsWith(" more asked for");
    assertThat(count("tenancy.object")).isEqualTo(2);
  }

  @Test
  void outputsThatFindNoRoomFailTheJobAndAreNotKept() {
    limit(fixture.tenantId, QuotaName.STORED_BYTES, 1_000);
    UUID id =
        fixture.submit(
            fixture.script("head -c 2000 /dev/zero > $KEELSON_OUTPUTS/large; echo made it"));

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason())
        .startsWith("outputs: STORED_BYTES: ")
        .endsWith(" of 1000 are used, 2000 more asked for");
    assertThat(fixture.outputs(job.id())).isEmpty();
    fixture.untilSaid(id, "made it");
    assertThat(count("tenancy.object WHERE size_bytes = 2000")).isZero();
  }

  @Test
  void ofOutputsThatTogetherFindNoRoomNoneIsStored() {
    limit(fixture.tenantId, QuotaName.STORED_BYTES, 1_000);
    UUID id =
        fixture.submit(
            fixture.script(
                "head -c 600 /dev/zero > $KEELSON_OUTPUTS/a; head -c 601 /dev/zero > $KEELSON_OUTPUTS/b"));

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).endsWith(" of 1000 are used, 1201 more asked for");
    assertThat(count("tenancy.object WHERE size_bytes IN (600, 601)")).isZero();
  }
}
