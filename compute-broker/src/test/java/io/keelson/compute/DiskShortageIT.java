package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine whose disk is nearly full takes no further job, and says so. */
final class DiskShortageIT {
  private static final String SHORT =
      " No machine is taking jobs at the moment: less than 32 MiB are free on the disk.";

  private SmallDisk disk;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    disk = new SmallDisk(64);
    fixture = new BrokerFixture();
    fixture.start(
        BrokerFixture.config(
            disk.folder,
            fixture.doorPort(),
            fixture.config.settings().firstUid(),
            Map.of(
                "disk.free-bytes", "" + 32 * BrokerFixture.MIB,
                "max-disk-bytes", "" + BrokerFixture.MIB)));
  }

  @AfterEach
  void stop() {
    if (fixture != null) {
      fixture.close();
      disk.close();
    }
  }

  private UUID reading(JobInput input) {
    return fixture.submit(
        fixture.spec(
            JobKind.TASK,
            List.of("sh", "-c", "wc -c < $KEELSON_INPUTS/a"),
            new Resources(0.5, 64 * BrokerFixture.MIB),
            Duration.ofMinutes(1),
            List.of(input)));
  }

  private Path jobFolder() throws IOException {
    try (Stream<Path> folders = Files.list(disk.folder.resolve("jobs"))) {
      return folders.findFirst().orElseThrow().resolve("job");
    }
  }

  private long cached() throws IOException {
    try (Stream<Path> files = Files.walk(disk.folder.resolve("inputs"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void nothingIsPlacedUntilThereIsRoomAndWhatRunsGoesOn() throws IOException {
    UUID running = fixture.submit(fixture.script("until [ -e /job/go ]; do sleep 0.05; done"));
    fixture.running(running);
    Path ballast = disk.fill(40);

    Job waiting = fixture.job(fixture.submit(fixture.script("true")));

    BrokerFixture.until(
        "it says why it waits", () -> String.valueOf(fixture.waitsFor(waiting)).endsWith(SHORT));
    assertThat(fixture.waitsFor(waiting)).startsWith("It is next; it waits for a machine with");
    assertThat(fixture.job(waiting.id()).attempt()).isZero();
    Files.createFile(jobFolder().resolve("go"));
    assertThat(fixture.ended(running).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.job(waiting.id()).attempt()).isZero();

    Files.delete(ballast);

    assertThat(fixture.ended(waiting.id()).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.one("SELECT count(shortage) FROM compute.holder")).isEqualTo("0");
  }

  @Test
  void inputsThatNoJobReadsMakeRoom() throws IOException {
    UUID first = reading(fixture.input("a", "1".repeat(5 << 20)));
    assertThat(fixture.ended(first).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(cached()).isOne();
    disk.fill(29);

    UUID second = fixture.submit(fixture.script("true"));

    assertThat(fixture.ended(second).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(cached()).isZero();
  }

  @Test
  void noInputIsFetchedIntoWhatIsKeptForThePlatform() throws IOException {
    Path ballast = disk.fill(8);
    Job job = fixture.job(reading(fixture.input("a", "1".repeat(30 << 20))));

    BrokerFixture.until(
        "it says why it waits",
        () ->
            String.valueOf(fixture.waitsFor(job))
                .contains(
                    "the input a cannot be placed: its machine has no room on the disk for 30 MiB"));
    assertThat(cached()).isZero();
    assertThat(disk.freeBytes()).isGreaterThan(50 * BrokerFixture.MIB);
    Files.delete(ballast);
    disk.fill(1);

    assertThat(fixture.ended(job.id()).status()).isEqualTo(JobStatus.SUCCEEDED);
  }
}
