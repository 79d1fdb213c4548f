package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine gives its disk out as it does its processors: what is kept for one is no other's. */
final class DiskRoomIT {
  private static final int KEPT_MIBS = 8;
  private static final String WRITES_25 =
      "head -c 26214400 /dev/zero > /job/a; echo written; until [ -e /job/go ]; do sleep 0.05; done";

  private SmallDisk disk;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    disk = new SmallDisk(64);
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    if (fixture != null) {
      fixture.close();
      disk.close();
    }
  }

  /** A machine of 64 MiB, of which 8 are the platform's. */
  private void start(int mibsOfAJob) {
    Map<String, String> settings =
        Map.of(
            "disk.free-bytes", "" + KEPT_MIBS * BrokerFixture.MIB,
            "max-disk-bytes", "" + mibsOfAJob * BrokerFixture.MIB);
    BrokerConfig config =
        BrokerFixture.config(
            disk.folder, fixture.doorPort(), fixture.config.settings().firstUid(), settings);
    fixture.start(config);
    waiting = config;
  }

  private BrokerConfig waiting;

  private String waitsFor(UUID jobId) {
    return String.valueOf(fixture.waitsFor(fixture.job(jobId), waiting));
  }

  private UUID writing() {
    UUID id = fixture.submit(fixture.script(WRITES_25));
    fixture.untilSaid(id, "written");
    return id;
  }

  private void go() throws IOException {
    try (Stream<Path> folders = Files.list(disk.folder.resolve("jobs"))) {
      for (Path folder : folders.toList()) {
        Files.createFile(folder.resolve("job").resolve("go"));
      }
    }
  }

  @Test
  void jobsThatAreEachWithinTheirLimitDoNotFillTheDiskTogether() throws IOException {
    start(30);
    UUID first = writing();
    UUID second = fixture.submit(fixture.script(WRITES_25));

    BrokerFixture.until("it says why it waits", () -> waitsFor(second).contains("disk"));
    assertThat(waitsFor(second))
        .isEqualTo(
            "It is next; it waits for a machine with 0.5 CPUs, 256 MiB and 30 MiB of disk free."
                + " Room is held by a job.");
    assertThat(fixture.job(second).attempt()).isZero();
    assertThat(disk.freeBytes()).isGreaterThan(KEPT_MIBS * BrokerFixture.MIB);
    go();

    assertThat(fixture.ended(first).status()).isEqualTo(JobStatus.SUCCEEDED);
    fixture.untilSaid(second, "written");
    go();
    assertThat(fixture.ended(second).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void whatAJobHasWrittenOfItsOwnRoomCountsOnce() throws IOException {
    start(26);
    UUID first = writing();

    UUID second = writing();

    assertThat(fixture.job(first).status()).isEqualTo(JobStatus.RUNNING);
    go();
    assertThat(fixture.ended(second).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void noMoreIsKeptThanAJobMayHold() {
    start(5);

    Job job = fixture.ended(fixture.submit(fixture.script("true")));

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.one("SELECT disk_bytes FROM compute.lease"))
        .isEqualTo("" + 5 * BrokerFixture.MIB);
  }

  @Test
  void aReplicaHoldsItsOwnAmountAndATaskThatNoMachineCanHoldBesideItIsOvertaken() {
    disk.close();
    disk = new SmallDisk(128);
    start(80);
    UUID replica =
        fixture.submit(
            fixture.spec(
                JobKind.SERVICE,
                List.of("sleep", "1000"),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                null));
    assertThat(fixture.running(replica).status()).isEqualTo(JobStatus.RUNNING);

    UUID task = fixture.submit(fixture.script("true"));

    BrokerFixture.until("it says why it waits", () -> waitsFor(task).contains("disk"));
    assertThat(waitsFor(task))
        .isEqualTo(
            "Others go before it: it needs a machine with 0.5 CPUs, 256 MiB and 80 MiB of disk free,"
                + " and the replicas that run leave less on each. Room is held by a job.");
    assertThat(fixture.one("SELECT disk_bytes FROM compute.lease"))
        .isEqualTo("" + 64 * BrokerFixture.MIB);
  }
}
