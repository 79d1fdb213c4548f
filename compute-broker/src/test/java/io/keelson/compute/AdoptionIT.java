package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.embedded.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
    BrokerFixture.until("the wrapper has left", () -> exitFiles() == 1);

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).isEqualTo("exit code 5");
    assertThat(fixture.lines(id)).containsExactly("up", "out");
    JobBills.assertBilledOnce(fixture, job);
  }

  private UUID limited(String script, Duration limit) {
    return fixture.submit(
        fixture.spec(
            JobKind.TASK,
            List.of("sh", "-c", script),
            new Resources(0.5, 64 * BrokerFixture.MIB),
            limit));
  }

  @Test
  void aTimeLimitIsKeptAndBilledToWhileThePlatformIsAway() {
    Broker first = fixture.start();
    UUID polite = limited("echo up; sleep 1000", Duration.ofSeconds(3));
    UUID deaf =
        limited("trap '' TERM; echo up; while :; do sleep 1000; done", Duration.ofSeconds(3));
    for (UUID id : List.of(polite, deaf)) {
      fixture.untilSaid(id, "up");
      fixture.running(id);
    }
    first.close();
    BrokerFixture.until("both have ended", () -> fixture.processes().isEmpty());
    BrokerFixture.until("their wrappers have left", () -> exitFiles() == 2);

    fixture.start();

    assertTimedOut(polite, Duration.ofSeconds(3), Duration.ofSeconds(8));
    assertTimedOut(deaf, Duration.ofSeconds(5), Duration.ofSeconds(12));
  }

  private void assertTimedOut(UUID id, Duration least, Duration most) {
    Job job = fixture.ended(id);
    assertThat(job.status()).isEqualTo(JobStatus.TIMED_OUT);
    assertThat(job.reason()).isEqualTo("time limit of 3 s reached");
    assertThat(Duration.between(job.startedAt(), job.endedAt())).isBetween(least, most);
    JobBills.assertBilledOnce(fixture, job);
  }

  @Test
  @Tag("heavy")
  void aTimeLimitIsKeptThoughTheWrapperStandsStill() throws IOException {
    Broker first = fixture.start();
    UUID id = limited("echo up; sleep 1000", Duration.ofSeconds(3));
    fixture.untilSaid(id, "up");
    fixture.running(id);
    first.close();
    ProcessIdentity.running(pid("pid")).orElseThrow().signal("STOP");
    BrokerFixture.until("it has ended", () -> fixture.processes().isEmpty());

    fixture.start();

    assertTimedOut(id, Duration.ofSeconds(3), Duration.ofSeconds(20));
  }

  @Test
  void whatIsEndedByForceIsBilledToTheEndOfItsProcess() {
    fixture.start();
    UUID id = fixture.submit(fixture.script("trap '' TERM; echo up; while :; do sleep 1000; done"));
    fixture.untilSaid(id, "up");
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          fixture.jobs.cancel(tx, id, fixture.job(id).version());
          return null;
        });

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.endedAt()).isAfter(job.startedAt().plusSeconds(2));
    JobBills.assertBilledOnce(fixture, job);
  }

  private long exitFiles() {
    return fixture.folders().stream()
        .filter(f -> Files.exists(f.resolve("control").resolve("exit")))
        .count();
  }

  private long pid(String file) throws IOException {
    return Long.parseLong(
        Files.readString(fixture.folders().getFirst().resolve("control").resolve(file))
            .split(" ", -1)[0]);
  }

  @Test
  void aJobThatVanishedFailsWithTheReason() throws IOException {
    UUID id = vanishedWhileNobodyLooked();

    fixture.start();

    assertVanished(id);
  }

  /** As on a machine that was set up anew under its old name. */
  @Test
  void aJobWhoseFolderIsGoneAsWellFailsTheSame() throws IOException {
    UUID id = vanishedWhileNobodyLooked();
    fixture.folders().forEach(AdoptionIT::delete);

    fixture.start();

    assertVanished(id);
  }

  private UUID vanishedWhileNobodyLooked() throws IOException {
    Broker first = fixture.start();
    UUID id =
        fixture.submit(
            fixture.script("echo up; sleep 1000").retrying(BrokerFixture.NEVER_ELSEWHERE));
    fixture.untilSaid(id, "up");
    first.close();
    for (String file : List.of("pid", "group")) {
      ProcessHandle.of(pid(file)).orElseThrow().destroyForcibly();
    }
    BrokerFixture.until("all is gone", () -> fixture.processes().isEmpty());
    return id;
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertVanished(UUID id) {
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
    Process platform = BrokerProcess.start(fixture);
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
}
