package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs are looked after as ever while the object store is away; what they leave is kept later. */
@Tag("heavy")
final class StoreAwayIT {
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
    fixture.start(fixture.config.withMeteringInterval(Duration.ofSeconds(1)));
  }

  @AfterEach
  void stop() {
    fixture.ground.store.comeBack();
    fixture.close();
  }

  private UUID running(String script, Duration limit) {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of("sh", "-c", script),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                limit));
    fixture.running(id);
    return id;
  }

  private void cancel(UUID id) {
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          fixture.jobs.cancel(tx, id, fixture.job(id).version());
          return null;
        });
  }

  private int windows(UUID id) {
    return Integer.parseInt(
        fixture.one(
            "SELECT count(*) FROM billing.usage_event WHERE source_id = '%s' AND meter = 'job.cpu_seconds'"
                .formatted(id)));
  }

  @Test
  void aJobIsMeteredAndCancelledAndItsLogComesLater() {
    fixture.ground.store.goAway();
    UUID id = running("echo first; sleep 1; echo second; sleep 1000", Duration.ofMinutes(5));

    BrokerFixture.until("it is metered", () -> windows(id) >= 2);
    cancel(id);
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(fixture.lines(id)).isEmpty();
    assertThat(fixture.folders()).as("its log waits there").isNotEmpty();
    String used = "SELECT sum(quantity) FROM billing.usage_event WHERE meter = 'job.cpu_seconds'";
    String billed = fixture.one(used);
    UUID next = fixture.submit(fixture.script("echo next"));
    assertThat(fixture.ended(next).status()).isEqualTo(JobStatus.SUCCEEDED);

    fixture.ground.store.comeBack();
    BrokerFixture.until("folders are removed", () -> fixture.folders().isEmpty());
    assertThat(fixture.lines(id)).containsExactly("first", "second");
    assertThat(fixture.lines(next)).containsExactly("next");
    assertThat(fixture.one(used + " AND source_id = '%s'".formatted(id))).isEqualTo(billed);
    assertThat(
            fixture.one(
                "SELECT count(*) FROM tenancy.event WHERE type = 'JobFinished' AND subject_id = '%s'"
                    .formatted(id)))
        .isEqualTo("1");
  }

  @Test
  void aTimeLimitIsKeptWhileTheStoreHangs() {
    UUID id = running("echo up; sleep 2; echo more; sleep 1000", Duration.ofSeconds(4));
    fixture.ground.store.hang();

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.TIMED_OUT);
    assertThat(job.endedAt()).isBefore(job.startedAt().plusSeconds(12));
    fixture.ground.store.comeBack();
    BrokerFixture.until("its log is stored", () -> fixture.lines(id).contains("more"));
  }

  @Test
  void outputsAreKeptWhenTheStoreIsBackAndTheJobSucceedsThen() {
    UUID id = running("sleep 1; echo kept > $KEELSON_OUTPUTS/result", Duration.ofMinutes(1));
    fixture.ground.store.goAway();
    BrokerFixture.until(
        "its outcome is written down",
        () ->
            "SUCCEEDED"
                .equals(
                    fixture.one(
                        "SELECT outcome ->> 'status' FROM compute.lease WHERE status = 'RELEASING'")));
    assertThat(fixture.job(id).status()).isEqualTo(JobStatus.RUNNING);

    fixture.ground.store.comeBack();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.object(fixture.outputs(job.id()).getFirst().digest())).isEqualTo("kept\n");
  }

  @Test
  void aJobWhoseInputsCannotBeReadNowHoldsNoMachineAndIsTriedAgain() {
    JobInput input = fixture.input("a", "1");
    fixture.ground.store.goAway();
    UUID id = reading(input);
    BrokerFixture.until("it is tried again", () -> fixture.job(id).attempt() >= 2);
    BrokerFixture.until(
        "it says why it waits",
        () ->
            "It cannot be started now and is retried: the input a cannot be placed now."
                .equals(fixture.waitsFor(fixture.job(id))));
    assertThat(fixture.one("SELECT count(*) FROM compute.lease WHERE status <> 'RELEASED'"))
        .isEqualTo("0");
    assertThat(fixture.folders()).isEmpty();

    fixture.ground.store.comeBack();

    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.lines(id)).containsExactly("1");
    assertThat(fixture.one("SELECT count(*) FROM tenancy.event WHERE type = 'JobStarted'"))
        .isEqualTo("1");
  }

  private UUID reading(JobInput input) {
    return fixture.submit(
        fixture.spec(
            JobKind.TASK,
            List.of("sh", "-c", "cat $KEELSON_INPUTS/a"),
            new Resources(0.5, 64 * BrokerFixture.MIB),
            Duration.ofMinutes(1),
            List.of(input)));
  }

  @Test
  void aJobThatIsCancelledWhileTheStoreHangsStartsNothing() {
    JobInput input = fixture.input("a", "1");
    fixture.ground.store.hang();
    UUID id = reading(input);
    BrokerFixture.until("its inputs are placed", () -> fixture.ground.store.waiting() > 0);

    cancel(id);
    Job job = fixture.ended(id);

    assertNothingOfItHasRun(job);
  }

  /** Also where nobody has heard of that before they are there. */
  @Test
  void aJobThatIsCancelledJustBeforeItsInputsArePlacedStartsNothing() {
    JobInput input = fixture.input("a", "1");
    fixture.ground.store.hang();
    UUID id = reading(input);
    BrokerFixture.until("its inputs are placed", () -> fixture.ground.store.waiting() > 0);

    fixture.execute(
        "UPDATE compute.job SET stop_requested_at = now(), stop_reason = 'cancelled', version = version + 1");
    fixture.ground.store.comeBack();
    Job job = fixture.ended(id);

    assertNothingOfItHasRun(job);
  }

  private void assertNothingOfItHasRun(Job job) {
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.reason()).isEqualTo("cancelled");
    assertThat(job.startedAt()).isNull();
    assertThat(fixture.one("SELECT count(*) FROM tenancy.event WHERE type = 'JobStarted'"))
        .isEqualTo("0");
    assertThat(fixture.one("SELECT count(*) FROM billing.usage_event")).isEqualTo("0");
    BrokerFixture.until("nothing is left", () -> fixture.folders().isEmpty());
    assertThat(fixture.lines(job.id())).isEmpty();
  }

  @Test
  void aJobWhoseInputIsDamagedFailsWithItsName() throws Exception {
    var input = fixture.input("a", "1");
    try (var objects = Files.walk(fixture.folder.resolve("objects"))) {
      for (var part : objects.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length - 1] ^= 1;
        Files.write(part, bytes);
      }
    }
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of("true"),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                Duration.ofMinutes(1),
                List.of(input)));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).startsWith("the input a cannot be placed: ");
  }
}
