package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases and what is found on the machine agree while the platform runs, not only at its start. */
final class LeftoversIT {
  private static final String WAITS = "echo up; until [ -e /job/go ]; do sleep 0.05; done";
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
    fixture.start(fixture.config(Map.of("sweep-interval", "PT1S")));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private UUID running() {
    return running(List.of());
  }

  private UUID running(List<Retry> retries) {
    UUID id = fixture.submit(fixture.script(WAITS).retrying(retries));
    fixture.untilSaid(id, "up");
    fixture.running(id);
    return id;
  }

  @Test
  void whatComesToBelongToNoLeaseIsEnded() {
    running();

    fixture.execute("UPDATE compute.lease SET status = 'RELEASED'");

    BrokerFixture.until(
        "it is ended and removed",
        () -> fixture.processes().isEmpty() && fixture.folders().isEmpty());
  }

  @Test
  void aJobWhoseFolderIsGoneEnds() throws IOException {
    UUID id = running(BrokerFixture.NEVER_ELSEWHERE);

    new ProcessBuilder("rm", "-rf", fixture.folders().getFirst().toString())
        .start()
        .onExit()
        .join();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).startsWith("the job's process is gone without an exit code");
    BrokerFixture.until("its processes are ended", () -> fixture.processes().isEmpty());
    JobBills.assertBilledOnce(fixture, job);
  }

  /** As by its wrapper, which was frozen when the attempt was taken to have begun. */
  @Test
  void whatWasRefusedAfterAllIsTriedAgainAndNotBilled() throws IOException {
    UUID id = running();

    Files.createFile(
        fixture
            .folders()
            .getFirst()
            .resolve("control")
            .resolve("claimed")
            .resolve("by-the-platform"));
    BrokerFixture.until(
        "it runs again",
        () -> fixture.job(id).attempt() == 2 && fixture.job(id).status() == JobStatus.RUNNING);
    BrokerFixture.until("its first folder is gone", () -> fixture.folders().size() == 1);
    fixture.go();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    JobBills.assertBilledOnce(fixture, job);
  }
}
