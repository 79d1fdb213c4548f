package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.EndCause;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.job.Retry;
import io.keelson.compute.lease.Attempts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job is tried again after the ends that it named, as often as it said, and never otherwise. */
final class RetriesIT {
  private static final Duration SOON = Duration.ofSeconds(1);

  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private UUID submit(String script, Retry... retries) {
    return fixture.submit(fixture.script(script).retrying(List.of(retries)));
  }

  private List<EndCause> causes(UUID id) {
    return new Attempts(fixture.ground.database)
        .ofJobs(fixture.tenantId, Set.of(id)).get(id).stream()
            .map(Attempts.Attempt::cause)
            .toList();
  }

  private String events(UUID id) {
    return fixture.one(
        "SELECT count(*) FROM tenancy.event WHERE type = 'JobFinished' AND subject_id = '%s'"
            .formatted(id));
  }

  /** Each attempt for as long as it ran, and nothing in between. */
  private void assertBilledByAttempt(UUID id) {
    BrokerFixture.until(
        "all attempts are over",
        () ->
            fixture
                .one(
                    "SELECT count(*) FROM compute.lease WHERE job_id = '%s' AND status <> 'RELEASED'"
                        .formatted(id))
                .equals("0"));
    assertThat(
            fixture.one(
                """
                SELECT (SELECT sum(quantity) FROM billing.usage_event WHERE source_id = '%1$s' AND meter = 'job.cpu_seconds')
                  = (SELECT sum(extract(epoch FROM metered_to - active_at)) * 0.5 FROM compute.lease WHERE job_id = '%1$s')
                """
                    .formatted(id)))
        .isEqualTo("t");
  }

  @Test
  void anEndThatWasNamedIsTriedAgainUntilItSucceeds() {
    fixture.start();
    UUID id =
        submit(
            "echo attempt $KEELSON_ATTEMPT; [ \"$KEELSON_ATTEMPT\" = 3 ] || exit 7",
            new Retry(EndCause.EXIT, 2, SOON));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.reason()).isNull();
    assertThat(job.attempt()).isEqualTo(3);
    assertThat(causes(id)).containsExactly(EndCause.EXIT, EndCause.EXIT, null);
    assertThat(events(id)).isEqualTo("1");
    assertBilledByAttempt(id);
  }

  @Test
  void whatFailsMoreOftenFailsAndSaysSo() {
    fixture.start();
    UUID id = submit("exit 7", new Retry(EndCause.EXIT, 1, SOON));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).isEqualTo("exit code 7; tried 2 times");
    assertThat(job.exitCode()).isEqualTo(7);
    assertThat(causes(id)).containsExactly(EndCause.EXIT, EndCause.EXIT);
    assertThat(events(id)).isEqualTo("1");
  }

  @Test
  void whatHadTooMuchInMemoryOrOnDiskIsTriedAgainForThat() {
    fixture.start(fixture.config(Map.of("max-disk-bytes", "10000000")));
    UUID memory =
        submit(
            "[ \"$KEELSON_ATTEMPT\" = 2 ] || python3 -c 'x = bytearray(900 << 20)'",
            new Retry(EndCause.OUT_OF_MEMORY, 1, SOON));
    UUID disk =
        submit(
            """
            ls /job
            [ "$KEELSON_ATTEMPT" = 2 ] && exit
            for i in 1 2 3; do head -c 5000000 /dev/zero > /job/$i; done
            sleep 1000
            """,
            new Retry(EndCause.DISK_FULL, 1, SOON));

    assertThat(fixture.ended(memory).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(causes(memory)).containsExactly(EndCause.OUT_OF_MEMORY, null);
    assertThat(fixture.ended(disk).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(causes(disk)).containsExactly(EndCause.DISK_FULL, null);
    assertThat(fixture.lines(disk)).doesNotContain("1", "2", "3");
    assertBilledByAttempt(memory);
    assertBilledByAttempt(disk);
  }

  @Test
  void anotherEndIsNotTriedAgain() {
    fixture.start();
    UUID id = submit("exit 7", new Retry(EndCause.OUT_OF_MEMORY, 3, SOON));
    UUID limited =
        fixture.submit(
            fixture
                .spec(
                    JobKind.TASK,
                    List.of("sleep", "1000"),
                    new Resources(0.5, 64 * BrokerFixture.MIB),
                    SOON)
                .retrying(List.of(new Retry(EndCause.EXIT, 3, SOON))));

    assertThat(fixture.ended(id).reason()).isEqualTo("exit code 7");
    assertThat(fixture.job(id).attempt()).isEqualTo(1);
    assertThat(fixture.ended(limited).status()).isEqualTo(JobStatus.TIMED_OUT);
    assertThat(causes(limited)).containsExactly(EndCause.TIME_LIMIT);
  }

  @Test
  void itWaitsItsPauseSaysWhyAndCanBeCancelledThen() {
    fixture.start();
    UUID id = submit("exit 7", new Retry(EndCause.EXIT, 5, Duration.ofHours(1)));

    BrokerFixture.until(
        "it waits to be tried again",
        () ->
            fixture
                .one(
                    "SELECT count(*) FROM compute.queue_entry WHERE job_id = '%s' AND not_before > now() + interval '50 minutes' AND waits_for = 'exit code 7; to be tried again, 1 of 5'"
                        .formatted(id))
                .equals("1"));
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          fixture.jobs.cancel(tx, id, fixture.job(id).version());
          return null;
        });

    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(fixture.job(id).attempt()).isEqualTo(1);
  }

  @Test
  void whatVanishedWithItsMachineRunsAgain() throws IOException {
    Broker first = fixture.start();
    UUID id = submit("echo up; [ \"$KEELSON_ATTEMPT\" = 2 ] || sleep 1000");
    fixture.untilSaid(id, "up");
    first.close();
    for (String file : List.of("pid", "group")) {
      long pid =
          Long.parseLong(
              Files.readString(fixture.folders().getFirst().resolve("control").resolve(file))
                  .split(" ", -1)[0]);
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
    BrokerFixture.until("all is gone", () -> fixture.processes().isEmpty());

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(causes(id)).containsExactly(EndCause.MACHINE_LOST, null);
    assertBilledByAttempt(id);
  }
}
