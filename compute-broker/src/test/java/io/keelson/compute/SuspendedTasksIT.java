package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.lease.Attempts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What runs when its tenant is suspended waits until it resumes, and begins again. */
final class SuspendedTasksIT {
  private static final String WAITS =
      "trap 'exit 0' TERM; echo up; until [ -e /job/go ]; do sleep 0.1; done; echo done";

  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** As the platform does: the status first, then what runs. */
  private void suspend() {
    fixture.execute(
        "UPDATE tenancy.tenant SET status = 'SUSPENDED' WHERE tenant_id = '%s'"
            .formatted(fixture.tenantId));
    fixture.ground.database.transact(
        fixture.tenantId, tx -> fixture.jobs.preemptRunningTasks(tx, 10));
  }

  private void resume() {
    fixture.execute(
        "UPDATE tenancy.tenant SET status = 'ACTIVE' WHERE tenant_id = '%s'"
            .formatted(fixture.tenantId));
  }

  private void cancel(UUID id) {
    int version = fixture.job(id).version();
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          fixture.jobs.cancel(tx, id, version);
          return null;
        });
  }

  private Job settled(UUID id) {
    BrokerFixture.until(
        "the job has stopped",
        () -> fixture.job(id).status().ended() || fixture.job(id).status() == JobStatus.QUEUED);
    return fixture.job(id);
  }

  private List<Attempts.Attempt> attempts(UUID id) {
    return new Attempts(fixture.ground.database).ofJobs(fixture.tenantId, Set.of(id)).get(id);
  }

  /** Each attempt from its start to its end, once. */
  private void assertBilledOnce(UUID id) {
    long ran =
        attempts(id).stream()
            .mapToLong(one -> Duration.between(one.startedAt(), one.endedAt()).toMillis())
            .sum();
    assertThat(
            fixture.one(
                """
                SELECT round(extract(epoch FROM sum(to_at - from_at)) * 1000)
                FROM billing.usage_event WHERE source_id = '%s' AND meter = 'job.cpu_seconds'
                """
                    .formatted(id)))
        .isEqualTo(Long.toString(ran));
  }

  @Test
  void aTaskGoesBackToTheQueueWaitsAndRunsAgainWhenItsTenantResumes() throws InterruptedException {
    fixture.start();
    UUID id = fixture.submit(fixture.script(WAITS));
    fixture.untilSaid(id, "up");

    suspend();
    Job waiting = settled(id);

    assertThat(waiting.status()).as(waiting.reason()).isEqualTo(JobStatus.QUEUED);
    assertThat(waiting.attempt()).isEqualTo(1);
    assertThat(waiting.stopRequestedAt()).isNull();
    assertThat(waiting.startedAt()).isNull();
    assertThat(fixture.processes()).isEmpty();
    assertThat(attempts(id))
        .extracting(Attempts.Attempt::reason)
        .containsExactly("the organisation was suspended");
    assertBilledOnce(id);
    Thread.sleep(Duration.ofSeconds(3)); // schedulers look each second
    assertThat(fixture.job(id).status()).isEqualTo(JobStatus.QUEUED);

    resume();
    Job again = fixture.running(id);
    assertThat(again.attempt()).isEqualTo(2);
    fixture.go();
    Job ended = fixture.ended(id);

    assertThat(ended.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.lines(id)).contains("done");
    assertThat(attempts(id)).hasSize(2);
    assertBilledOnce(id);
  }

  @Test
  void whatItsOwnerCancelsMeanwhileStaysCancelled() {
    fixture.start();
    UUID waits = fixture.submit(fixture.script(WAITS));
    UUID stops =
        fixture.submit(
            fixture.script("trap 'sleep 5; exit 0' TERM; echo up; while :; do sleep 0.1; done"));
    fixture.untilSaid(waits, "up");
    fixture.untilSaid(stops, "up");

    suspend();
    cancel(stops);
    assertThat(settled(waits).status()).isEqualTo(JobStatus.QUEUED);
    cancel(waits);
    Job cancelled = fixture.ended(stops);
    resume();

    assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(cancelled.reason()).isEqualTo("cancelled");
    assertThat(fixture.ended(waits).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(fixture.ended(waits).attempt()).isEqualTo(1);
    assertThat(fixture.one("SELECT count(*) FROM compute.queue_entry")).isEqualTo("0");
    assertThat(fixture.processes()).isEmpty();
  }
}
