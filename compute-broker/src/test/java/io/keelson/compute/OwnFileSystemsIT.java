package io.keelson.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Jobs with a file system of their own fill that and nothing else. Needs root, and a machine that
 * mounts files.
 */
final class OwnFileSystemsIT {
  private static final Map<String, String> SETTINGS =
      Map.of("disk.own-file-systems", "true", "max-disk-bytes", "" + 64 * BrokerFixture.MIB);
  private static final String FILL =
      """
      import os, sys, time
      def fill(file):
          piece = b'x' * 65536
          try:
              while True:
                  os.write(file, piece)
          except OSError as e:
              return os.strerror(e.errno)
      def end(said):
          print(said, flush=True)
          while not os.path.exists('/job/go'):
              time.sleep(0.05)
          sys.exit(1)
      """;

  private BrokerFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new BrokerFixture();
    Path image = fixture.folder.resolve("trial");
    Path point = Files.createDirectory(fixture.folder.resolve("trial-mount"));
    String tried =
        run("truncate", "-s", "16M", image.toString())
            + run("mkfs.ext4", "-q", "-F", image.toString())
            + run("mount", "-o", "loop", image.toString(), point.toString());
    run("umount", point.toString());
    Assumptions.assumeTrue(tried.isEmpty(), "no file can be mounted: " + tried);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** What it says, if anything. */
  private static String run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  private long mounts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(fixture.folder + "/jobs/"))
        .count();
  }

  private long loopDevices() throws Exception {
    return run("losetup", "-l", "-n", "-O", "BACK-FILE")
        .lines()
        .filter(line -> line.contains(fixture.folder + "/jobs/"))
        .count();
  }

  private void untilNothingIsLeft() {
    BrokerFixture.until(
        "no mount and no loop device is left",
        () -> {
          try {
            return fixture.folders().isEmpty() && mounts() == 0 && loopDevices() == 0;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private UUID python(String script) {
    return fixture.submit(
        fixture.spec(
            JobKind.TASK,
            List.of("python3", "-c", FILL + script),
            new Resources(0.5, 256 * BrokerFixture.MIB),
            Duration.ofMinutes(5)));
  }

  /** Waits until the job has met its end, lets another write, and returns why the first failed. */
  private String reasonOf(UUID full) throws IOException {
    fixture.untilSaid(full, "No space left on device");
    UUID neighbour =
        fixture.submit(
            fixture.script("head -c 31457280 /dev/zero > /job/a && sync && echo written"));
    assertThat(fixture.ended(neighbour).status()).isEqualTo(JobStatus.SUCCEEDED);
    BrokerFixture.until("the neighbour's folder is gone", () -> fixture.folders().size() == 1);
    Path platforms = fixture.folder.resolve("platforms");
    Files.write(platforms, new byte[16 << 20]);
    Files.delete(platforms);
    assertThat(fixture.job(full).status()).isEqualTo(JobStatus.RUNNING);
    fixture.go();
    Job job = fixture.ended(full);
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    untilNothingIsLeft();
    return job.reason();
  }

  @Test
  void removedFilesThatAreOpenFillTheJobsOwnDiskAlone() throws Exception {
    fixture.start(fixture.config(SETTINGS));
    UUID id =
        python(
            """
            files = []
            for name in ('a', 'b', 'c'):
                files.append(os.open('/job/' + name, os.O_CREAT | os.O_WRONLY))
                os.unlink('/job/' + name)
            end([fill(file) for file in files][-1])
            """);

    assertThat(reasonOf(id)).isEqualTo("exit code 1; its disk was full: limit 64 MiB");
  }

  @Test
  @Tag("heavy")
  void aTreeDeeperThanAPathMayBeFillsItToo() throws Exception {
    fixture.start(fixture.config(SETTINGS));
    UUID id =
        python(
            """
            for depth in range(2000):
                os.mkdir('deep')
                os.chdir('deep')
            print(len(os.listdir('/job')) > 0)
            files = [os.open(name, os.O_CREAT | os.O_WRONLY) for name in ('a', 'b')]
            end([fill(file) for file in files][-1])
            """);

    assertThat(reasonOf(id)).isEqualTo("exit code 1; its disk was full: limit 64 MiB");
  }

  @Test
  @Tag("heavy")
  void filesWithoutEndEndAtTheirNumber() throws Exception {
    fixture.start(fixture.config(SETTINGS));
    UUID id =
        python(
            """
            os.close(os.open('/job/spare', os.O_CREAT | os.O_WRONLY))
            try:
                for i in range(100000):
                    os.close(os.open('/job/tmp/%d' % i, os.O_CREAT | os.O_WRONLY))
            except OSError as e:
                os.rename('/job/spare', '/job/tmp/spare')
                print(os.strerror(e.errno), flush=True)
                while os.path.exists('/job/tmp/spare'):
                    time.sleep(0.05)
                sys.exit(1)
            """);
    fixture.untilSaid(id, "No space left on device");
    Files.delete(fixture.folders().getFirst().resolve("job").resolve("tmp").resolve("spare"));

    Job job = fixture.ended(id);

    assertThat(job.reason()).isEqualTo("exit code 1; its disk was full: limit 16384 files");
    untilNothingIsLeft();
  }

  private long onTheMachinesDisk(Path image) {
    try {
      return Long.parseLong(run("stat", "-c", "%b", image.toString()).strip()) * 512;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatAJobRemovesComesBackToTheMachine() throws Exception {
    fixture.start(fixture.config(SETTINGS));
    UUID id =
        fixture.submit(
            fixture.script(
                "head -c 41943040 /dev/zero > /job/a; sync; echo written; until [ -e /job/go ]; do sleep 0.05; done;"
                    + " rm /job/a; sync; echo removed; sleep 1000"));
    fixture.untilSaid(id, "written");
    Path image = fixture.folders().getFirst().resolve("disk.img");
    BrokerFixture.until("it lies there", () -> onTheMachinesDisk(image) > 40 * BrokerFixture.MIB);

    fixture.go();

    fixture.untilSaid(id, "removed");
    BrokerFixture.until("it is free", () -> onTheMachinesDisk(image) < 8 * BrokerFixture.MIB);
  }

  @Test
  void theHolesOfSparseFilesDoNotCount() {
    fixture.start(fixture.config(SETTINGS));
    UUID id =
        fixture.submit(
            fixture.script("for i in 1 2 3 4 5; do truncate -s 60M /job/$i; done; echo done"));

    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.lines(id)).containsExactly("done");
    untilNothingIsLeft();
  }

  @Test
  void aServiceIsReachedThroughASocketThere() throws Exception {
    fixture.start(fixture.config(SETTINGS));
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.SERVICE,
                List.of(
                    "python3",
                    "-c",
                    "import socket; s = socket.socket(socket.AF_UNIX); s.bind('/job/replica.sock');"
                        + " s.listen(); c = s.accept()[0]; c.sendall(b'x'); c.recv(1)"),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                null));
    String path = "SELECT socket_path FROM compute.lease WHERE job_id = '%s'".formatted(id);
    BrokerFixture.until("it listens", () -> fixture.one(path) != null);

    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(fixture.one(path)))) {
      assertThat(channel.read(java.nio.ByteBuffer.allocate(1))).isEqualTo(1);
    }
  }

  @Test
  @Tag("heavy")
  void aKilledPlatformLeavesTheMountsOfWhatRunsAndNoOther() throws Exception {
    Process platform = BrokerProcess.start(fixture, SETTINGS);
    UUID runs =
        fixture.submit(
            fixture.script(
                "echo up; until [ -e /job/go ]; do sleep 0.05; done; echo kept > $KEELSON_OUTPUTS/a"));
    UUID stray = fixture.submit(fixture.script("echo up; sleep 1000"));
    for (UUID id : List.of(runs, stray)) {
      fixture.untilSaid(id, "up");
      fixture.running(id);
    }
    assertThat(mounts()).isEqualTo(2);
    platform.destroyForcibly().onExit().join();
    fixture.execute(
        "UPDATE compute.lease SET status = 'RELEASED' WHERE job_id = '%s'".formatted(stray));

    fixture.start(fixture.config(SETTINGS));

    assertThat(fixture.folders()).hasSize(1);
    assertThat(mounts()).isEqualTo(1);
    fixture.go();
    assertThat(fixture.ended(runs).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.object(fixture.outputs(runs).getFirst().digest())).isEqualTo("kept\n");
    untilNothingIsLeft();
  }

  /** As after a new start of the machine. */
  @Test
  void whatIsNotMountedAnyMoreIsMountedForItsOutputs() throws Exception {
    Broker first = fixture.start(fixture.config(SETTINGS));
    UUID id =
        fixture.submit(
            fixture.script(
                "echo up; until [ -e /job/go ]; do sleep 0.05; done; echo kept > $KEELSON_OUTPUTS/a"));
    fixture.untilSaid(id, "up");
    fixture.running(id);
    first.close();
    fixture.go();
    Path folder = fixture.folders().getFirst();
    BrokerFixture.until(
        "its wrapper has left", () -> Files.exists(folder.resolve("control").resolve("exit")));
    BrokerFixture.until("all is gone", () -> fixture.processes().isEmpty());
    run("umount", folder.resolve("disk").toString());
    assertThat(mounts()).isZero();

    fixture.start(fixture.config(SETTINGS));

    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.object(fixture.outputs(id).getFirst().digest())).isEqualTo("kept\n");
    untilNothingIsLeft();
  }
}
