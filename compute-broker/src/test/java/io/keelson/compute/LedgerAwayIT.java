package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs are looked after as ever while nothing can be billed; what they used is billed later. */
@Tag("heavy")
final class LedgerAwayIT {
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
    fixture.start(fixture.config.withMeteringInterval(Duration.ofSeconds(1)));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private UUID submit(String script, Duration limit) {
    return fixture.submit(
        fixture.spec(
            JobKind.TASK,
            List.of("sh", "-c", script),
            new Resources(0.5, 64 * BrokerFixture.MIB),
            limit));
  }

  private Connection ledgerHangs() {
    return fixture.holding("LOCK TABLE billing.usage_event IN ACCESS EXCLUSIVE MODE");
  }

  /** Once its lease is released. */
  private void assertBilledOnce(Job job) {
    BrokerFixture.until(
        "its lease is released",
        () ->
            "RELEASED"
                .equals(
                    fixture.one(
                        "SELECT status FROM compute.lease WHERE job_id = '%s'"
                            .formatted(job.id()))));
    JobBills.assertBilledOnce(fixture, job);
  }

  @Test
  void aTimeLimitIsKeptAndItsEndToldWhileTheLedgerHangs() throws Exception {
    UUID id = submit("sleep 1000", Duration.ofSeconds(4));
    fixture.running(id);
    Job job;
    try (Connection hanging = ledgerHangs()) {
      job = fixture.ended(id);

      assertThat(job.status()).isEqualTo(JobStatus.TIMED_OUT);
      assertThat(job.endedAt()).isBefore(job.startedAt().plusSeconds(12));
      assertThat(fixture.processes()).isEmpty();
      assertThat(
              fixture.one("SELECT gone_at IS NOT NULL AND status = 'RELEASING' FROM compute.lease"))
          .as("others have its room, but it is not over until it is billed")
          .isEqualTo("t");
      hanging.rollback();
    }
    assertBilledOnce(job);
  }

  @Test
  void aJobIsCancelledWhileTheLedgerHangs() throws Exception {
    UUID id = submit("echo up; sleep 1000", Duration.ofMinutes(5));
    fixture.untilSaid(id, "up");
    Job job;
    try (Connection hanging = ledgerHangs()) {
      BrokerFixture.until(
          "its use waits for the ledger",
          () ->
              !"0"
                  .equals(
                      fixture.one(
                          "SELECT count(*) FROM pg_locks WHERE relation = 'billing.usage_event'::regclass AND NOT granted")));
      fixture.ground.database.transact(
          fixture.tenantId,
          tx -> {
            fixture.jobs.cancel(tx, id, fixture.job(id).version());
            return null;
          });
      Instant asked = Instant.now();
      job = fixture.ended(id);

      assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
      assertThat(job.endedAt().toInstant()).isBefore(asked.plusSeconds(8));
      hanging.rollback();
    }
    assertBilledOnce(job);
  }

  @Test
  void aReplicaAnswersAndAJobEndsThoughTheirPriceIsGone() {
    UUID id = submit("echo up; until [ -e /job/go ]; do sleep 0.05; done", Duration.ofMinutes(5));
    fixture.untilSaid(id, "up");
    UUID replica =
        fixture.submit(
            fixture.spec(
                JobKind.SERVICE,
                List.of(
                    "python3",
                    "-c",
                    """
                    import os, socket, time
                    while not os.path.exists('/job/go'): time.sleep(0.05)
                    door = socket.socket(socket.AF_UNIX)
                    door.bind('/job/replica.sock')
                    door.listen()
                    time.sleep(1000)"""),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                null));
    fixture.running(replica);
    fixture.priced(false);
    fixture.go();

    Job job = fixture.ended(id);
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    BrokerFixture.until(
        "the replica answers",
        () -> fixture.jobs.serviceSocket(fixture.tenantId, replica).isPresent());

    fixture.priced(true);
    assertBilledOnce(job);
  }
}
