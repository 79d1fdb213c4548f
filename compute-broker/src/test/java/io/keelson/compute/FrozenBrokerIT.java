package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.embedded.ProcessIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A platform that stands still while it starts a job, and goes on when another has run that. */
@Tag("heavy")
final class FrozenBrokerIT {
  private static final int LARGE = 64 << 20;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void whatThawsStartsNothingThatAnotherHasRun() throws Exception {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of("sh", "-c", "echo started; sleep 0.5"),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                Duration.ofMinutes(5),
                List.of(fixture.input("large", "x".repeat(LARGE)))));
    Process platform = BrokerProcess.start(fixture);
    ProcessIdentity frozen = ProcessIdentity.running(platform.pid()).orElseThrow();
    try {
      BrokerFixture.until("it prepares the job", () -> !fixture.folders().isEmpty());
      frozen.signal("STOP");
      String lease = fixture.one("SELECT id FROM compute.lease");
      assertThat(fixture.folders().getFirst().resolve("control").resolve("claimed"))
          .as("it was frozen before the job began")
          .doesNotExist();

      fixture.start(fixture.config(Map.of("holder-stale", "PT5S", "sweep-interval", "PT1S")));
      Job job = fixture.ended(id);
      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.attempt()).isEqualTo(2);
      frozen.signal("CONT");
      BrokerFixture.until(
          "it is heard of again",
          () ->
              "2"
                  .equals(
                      fixture.one(
                          "SELECT count(*) FROM compute.holder WHERE heartbeat_at > now() - interval '3 s'")));
      UUID next = fixture.submit(fixture.script("echo next"));
      assertThat(fixture.ended(next).status()).isEqualTo(JobStatus.SUCCEEDED);

      BrokerFixture.until(
          "nothing is left", () -> fixture.folders().isEmpty() && fixture.processes().isEmpty());
      assertThat(fixture.lines(id)).containsExactly("started");
      assertThat(
              fixture.one(
                  "SELECT active_at IS NULL AND status = 'RELEASED' FROM compute.lease WHERE id = '%s'"
                      .formatted(lease)))
          .isEqualTo("t");
      assertThat(fixture.job(id).version()).isEqualTo(job.version());
      JobBills.assertBilledOnce(fixture, job);
    } finally {
      platform.destroyForcibly().onExit().join();
    }
  }
}
