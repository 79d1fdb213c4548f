package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobLogWriter;
import io.keelson.compute.job.LogBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a job that was given one machine after the other. */
final class LogOfAttemptsIT {
  @TempDir Path folder;
  private BrokerFixture fixture;
  private UUID jobId;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
    jobId = fixture.submit(fixture.script("true"));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void says(int attempt, String line) throws IOException {
    Files.writeString(
        out(attempt), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Path out(int attempt) {
    return folder.resolve("out-" + attempt);
  }

  private void store(int attempt) {
    new JobLogWriter(
            fixture.ground.database,
            fixture.ground.objects,
            fixture.ground.quotas,
            fixture.ground.signals,
            fixture.ground.clock,
            new JobLogWriter.Source(
                fixture.tenantId, jobId, attempt, out(attempt), folder.resolve("err")),
            LogBounds.of(JobKind.TASK, fixture.config.limits().maxLogBytes()))
        .finish(List.of());
  }

  @Test
  void whatAMachineThatComesBackHasStillToSayIsThereOnceBehindWhatALaterOneHasSaid()
      throws IOException {
    says(1, "first");
    store(1);
    says(2, "second");
    store(2);

    says(1, "first again");
    store(1);

    assertThat(fixture.lines(jobId)).containsExactly("first", "second", "first again");
  }
}
