package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The platform goes, jobs stay: whoever comes next takes them up, and nothing runs or is billed
 * twice.
 */
final class AdoptionIT {
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
  void aJobThatRunsIsTakenUpWithItsTokenItsDoorAndItsLog() {
    Broker first = fixture.start();
    UUID id =
        fixture.submit(
            fixture.script(
                """
                echo $KEELSON_TOKEN > $KEELSON_OUTPUTS/token
                echo started >> $KEELSON_OUTPUTS/starts
                echo before
                until [ -e /job/go ]; do sleep 0.05; done
                echo after
                python3 -c "
                import os, socket
                door = socket.socket(socket.AF_UNIX)
                door.connect(os.environ['KEELSON_API_SOCKET'])
                door.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')
                print(door.makefile().read().splitlines()[-1])"
                """));
    fixture.running(id);
    fixture.untilSaid(id, "before");
    first.close();
    String token = token();
    assertThat(fixture.ground.tokens.verify(token)).isPresent();

    fixture.start();
    BrokerFixture.until("the job is adopted", () -> lease(id, "version > 2").equals("1"));
    assertThat(fixture.ground.tokens.verify(token)).isPresent();
    fixture.go();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(fixture.object(fixture.outputs(job.id()).getFirst().digest()))
        .isEqualTo("started\n");
    assertThat(fixture.lines(id)).containsExactly("before", "after", "hello null");
    BrokerFixture.until("the token is dead", () -> fixture.ground.tokens.verify(token).isEmpty());
    JobBills.assertBilledOnce(fixture, job);
  }

  /** As for a platform that stood still for a while, and whose successor then goes. */
  @Test
  void aJobThatComesBackHasItsDoorAgain() {
    Broker first = fixture.start();
    UUID id =
        fixture.submit(
            fixture.script(
                """
                echo before
                until [ -e /job/go ]; do sleep 0.05; done
                python3 -c "
                import os, socket
                door = socket.socket(socket.AF_UNIX)
                door.connect(os.environ['KEELSON_API_SOCKET'])
                door.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')
                print(door.makefile().read().splitlines()[-1])"
                """));
    fixture.running(id);
    fixture.untilSaid(id, "before");
    String holder = fixture.one("SELECT holder_id FROM compute.lease");

    Broker second = fixture.start();
    fixture.execute(
        "UPDATE compute.lease SET holder_id = (SELECT id FROM compute.holder WHERE id <> '%s')"
            .formatted(holder));
    BrokerFixture.until("it is handed over", () -> first.leases() == 0 && second.leases() == 1);
    fixture.execute("UPDATE compute.lease SET holder_id = '%s'".formatted(holder));
    BrokerFixture.until("it is back", () -> first.leases() == 1 && second.leases() == 0);
    second.close();
    fixture.go();

    assertThat(fixture.ended(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.lines(id)).containsExactly("before", "hello null");
  }

  private String token() {
    try (Stream<Path> found = Files.walk(fixture.folder.resolve("jobs"))) {
      return Files.readString(
              found.filter(path -> path.endsWith("outputs/token")).findFirst().orElseThrow())
          .strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String lease(UUID jobId, String condition) {
    return fixture.one(
        "SELECT count(*) FROM compute.lease WHERE job_id = '%s' AND %s"
            .formatted(jobId, condition));
  }

  @Test
  void aJobThatEndedWhileNobodyLookedIsFinishedWithItsExitCode() {
    Broker first = fixture.start();
    UUID id =
        fixture.submit(
            fixture.script("echo up; until [ -e /job/go ]; do sleep 0.05; done; echo out; exit 5"));
    fixture.untilSaid(id, "up");
    fixture.running(id);
    first.close();
    fixture.go();
    BrokerFixture.until("the wrapper has left", () -> exitFile().isPresent());

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).isEqualTo("exit code 5");
    assertThat(fixture.lines(id)).containsExactly("up", "out");
    JobBills.assertBilledOnce(fixture, job);
  }

  private java.util.Optional<Path> exitFile() {
    return fixture.folders().stream()
        .map(f -> f.resolve("control").resolve("exit"))
        .filter(Files::exists)
        .findFirst();
  }

  @Test
  void aJobThatVanishedFailsWithTheReason() throws IOException {
    Broker first = fixture.start();
    UUID id = fixture.submit(fixture.script("echo up; sleep 1000"));
    fixture.untilSaid(id, "up");
    first.close();
    for (String file : List.of("pid", "group")) {
      String pid =
          Files.readString(fixture.folders().getFirst().resolve("control").resolve(file))
              .split(" ", -1)[0];
      ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }
    BrokerFixture.until("all is gone", () -> fixture.processes().isEmpty());

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason())
        .isEqualTo("the job's process is gone without an exit code: machine restarted?");
    assertThat(job.exitCode()).isNull();
    BrokerFixture.until(
        "the lease is released", () -> lease(id, "status = 'RELEASED'").equals("1"));
  }

  @Test
  void aLeaseWhoseStartNeverCameIsGivenBackAndTheJobRunsOnce() {
    UUID id = fixture.submit(fixture.script("echo ran >> $KEELSON_OUTPUTS/runs"));
    String host = io.keelson.compute.local.LocalHost.of(fixture.folder).id();
    fixture.execute(
        """
        DELETE FROM compute.queue_entry;
        UPDATE compute.job SET status = 'PROVISIONING', attempt = 1, fence = 1;
        INSERT INTO compute.lease (tenant_id, id, job_id, project_id, kind, attempt, fence, status, provider,
          instance_type, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, heard_at)
        SELECT tenant_id, gen_random_uuid(), id, project_id, kind, 1, 1, 'REQUESTED', 'local', 'local.cpu', '%s', 0,
          gen_random_uuid(), cpu_millis, memory_bytes, now(), now()
        FROM compute.job
        """
            .formatted(host));

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.attempt()).isEqualTo(2);
    assertThat(fixture.object(fixture.outputs(job.id()).getFirst().digest())).isEqualTo("ran\n");
  }

  @Test
  void whatBelongsToNoLeaseIsEndedAtTheStart() {
    Broker first = fixture.start();
    UUID id = fixture.submit(fixture.script("echo up; sleep 1000"));
    fixture.untilSaid(id, "up");
    first.close();
    fixture.execute("UPDATE compute.lease SET status = 'RELEASED'");
    assertThat(fixture.processes()).isNotEmpty();

    fixture.start();

    assertThat(fixture.processes()).isEmpty();
    assertThat(fixture.folders()).isEmpty();
  }

  @Test
  void aKilledPlatformLosesNothing() throws IOException {
    Process platform = process();
    UUID id =
        fixture.submit(
            fixture.script(
                "echo started >> $KEELSON_OUTPUTS/starts; echo up; until [ -e /job/go ]; do sleep 0.05; done; echo down"));
    UUID ended =
        fixture.submit(
            fixture.script("echo up2; until [ -e /job/go ]; do sleep 0.05; done; exit 4"));
    fixture.untilSaid(id, "up");
    fixture.untilSaid(ended, "up2");

    platform.destroyForcibly().onExit().join();
    fixture.go();
    fixture.start();

    Job job = fixture.ended(id);
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(fixture.object(fixture.outputs(job.id()).getFirst().digest()))
        .isEqualTo("started\n");
    assertThat(fixture.lines(id)).containsExactly("up", "down");
    JobBills.assertBilledOnce(fixture, job);
    Job other = fixture.ended(ended);
    assertThat(other.reason()).isEqualTo("exit code 4");
    JobBills.assertBilledOnce(fixture, other);
    assertThat(fixture.one("SELECT count(*) FROM tenancy.event WHERE type = 'JobFinished'"))
        .isEqualTo("2");
    BrokerFixture.until(
        "nothing is left", () -> fixture.folders().isEmpty() && fixture.processes().isEmpty());
  }

  private Process process() throws IOException {
    Ground.Address address = fixture.address;
    List<String> words =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
    words.addAll(
        List.of("-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName()));
    words.addAll(List.of(address.host(), "" + address.port(), address.database()));
    words.addAll(
        List.of(
            address.appUser(),
            address.appPassword(),
            address.systemUser(),
            address.systemPassword()));
    words.addAll(
        List.of(
            fixture.folder.toString(),
            "" + fixture.doorPort(),
            "" + fixture.config.settings().firstUid()));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
      assertThat(line).as("the platform says that it is ready").isNotNull();
    }
    Thread.ofVirtual().start(() -> said.lines().forEach(line -> {}));
    return process;
  }
}
