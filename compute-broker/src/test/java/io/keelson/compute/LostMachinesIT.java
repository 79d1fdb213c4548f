package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.lease.Attempts;
import io.keelson.compute.lease.LeaseStatus;
import io.keelson.compute.lease.Leases;
import io.keelson.compute.local.LocalHost;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Conflict;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A machine that is not heard of any more costs no job, whether it comes back or not. */
@Tag("heavy")
final class LostMachinesIT {
  private static final String WAITS = "echo up; until [ -e /job/go ]; do sleep 0.05; done";

  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void runsOnASilentMachine(UUID id) {
    SilentMachine.runs(fixture, id);
  }

  /** A process that has been heard of for long, and so may find others silent. */
  private void startJudging() {
    fixture.start();
    fixture.execute(
        "UPDATE compute.holder SET beating_since = now() - interval '1 hour' WHERE host_id <> 'elsewhere'");
  }

  private void write(UUID jobId, long fence) {
    Leases leases = new Leases(fixture.ground.outbox);
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          leases.requireCurrent(tx, new Principal.JobAttempt(jobId, null, fence));
          return null;
        });
  }

  private List<Attempts.Attempt> attempts(UUID id) {
    return new Attempts(fixture.ground.database).ofJobs(fixture.tenantId, Set.of(id)).get(id);
  }

  private String first(UUID jobId, String column) {
    return fixture.one(
        "SELECT %s FROM compute.lease WHERE job_id = '%s' AND attempt = 1"
            .formatted(column, jobId));
  }

  @Test
  void itsTaskRunsAgainElsewhereAndWhatStillRunsThereWritesNothing() {
    UUID id = fixture.submit(fixture.script(WAITS));
    runsOnASilentMachine(id);

    startJudging();
    fixture.untilSaid(id, "up");
    Job again = fixture.running(id);

    assertThat(again.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(again.attempt()).isEqualTo(2);
    assertThatThrownBy(() -> write(id, 1)).isInstanceOf(Conflict.class);
    write(id, 2);
    assertThat(attempts(id))
        .extracting(Attempts.Attempt::status)
        .containsExactly(LeaseStatus.LOST, LeaseStatus.ACTIVE);
    assertThat(attempts(id).getFirst().reason())
        .startsWith("the job's machine has not been heard of since ");
    fixture.go();
    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(first(id, "status")).isEqualTo("LOST");
  }

  @Test
  void aMachineThatComesBackEndsWhatItHadAndIsBilledToItsLastWord() {
    UUID id = fixture.submit(fixture.script(WAITS));
    runsOnASilentMachine(id);
    startJudging();
    fixture.untilSaid(id, "up");

    fixture.execute(
        "UPDATE compute.lease SET host_id = '%s' WHERE status = 'LOST'"
            .formatted(LocalHost.of(fixture.folder).id()));
    BrokerFixture.until("the lost lease is released", () -> "RELEASED".equals(first(id, "status")));

    assertThat(fixture.job(id).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(fixture.job(id).attempt()).isEqualTo(2);
    assertThat(first(id, "metered_to - active_at BETWEEN '59 seconds' AND '61 seconds'"))
        .isEqualTo("t");
    fixture.go();
    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.lines(id)).containsExactly("up");
  }

  @Test
  void aTaskThatLosesOneMachineAfterTheOtherFails() {
    UUID id = fixture.submit(fixture.script("true"));
    for (int lost = 0; lost < 2; lost++) {
      runsOnASilentMachine(id);
      fixture.execute(
          "UPDATE compute.lease SET status = 'LOST', lost_at = now() WHERE status = 'ACTIVE'");
    }
    runsOnASilentMachine(id);

    startJudging();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason())
        .startsWith("the job's machine has not been heard of since ")
        .endsWith("; the job has lost 3 machines");
  }

  @Test
  void whatWasToldToEndIsNotBegunAgain() {
    UUID id = fixture.submit(fixture.script("true"));
    runsOnASilentMachine(id);
    fixture.execute("UPDATE compute.job SET stop_requested_at = now(), stop_reason = 'cancelled'");

    startJudging();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.attempt()).isEqualTo(1);
  }

  @Test
  void aReplicaEndsAndWhoeverWantsItStartsAnother() {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.SERVICE,
                List.of("sleep", "1000"),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                null));
    runsOnASilentMachine(id);

    startJudging();

    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void whatAMachineThatIsLostHeldIsNoPartOfItsTenantsQuota() {
    fixture.execute(
        "INSERT INTO tenancy.quota (tenant_id, name, most, set_at) VALUES ('%s', 'RUNNING_JOBS', 1, now())"
            .formatted(fixture.tenantId));
    UUID id = fixture.submit(fixture.script("true"));
    runsOnASilentMachine(id);

    startJudging();

    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.SUCCEEDED);
  }
}
