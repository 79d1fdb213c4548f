package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a hostile job can reach: nothing but its own. Needs a machine that can isolate jobs fully.
 */
final class JobIsolationIT {
  private static BrokerFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new BrokerFixture();
    Broker broker = fixture.start();
    Assumptions.assumeTrue(broker.isolation().full(), broker.isolation().summary());
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void aJobReadsNoneOfThePlatformsFiles() throws IOException {
    Path secret =
        Files.writeString(
            fixture.folder.resolve("secret"), "everybody may read this file on the host");
    UUID id =
        fixture.submit(
            fixture.script(
                """
                for path in %s %s /etc/shadow /etc/passwd /root /var /home %s; do
                  cat $path 2>/dev/null && echo "read $path"
                  ls $path 2>/dev/null && echo "listed $path"
                done
                ls / ; ls -a /run/keelson
                echo x > /usr/x && echo "wrote /usr"
                echo x > /run/keelson/x && echo "wrote the door's folder"
                grep -s CapEff: /proc/self/status
                ps -e 2>/dev/null | wc -l
                true
                """
                    .formatted(secret, fixture.folder, System.getProperty("user.dir"))));

    Job job = fixture.ended(id);

    List<String> lines = fixture.lines(id);
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(lines).noneMatch(line -> line.startsWith("read ") || line.startsWith("listed "));
    assertThat(lines)
        .noneMatch(line -> line.startsWith("wrote ") || line.contains("everybody may read"));
    assertThat(lines).contains("CapEff:\t0000000000000000");
    assertThat(lines).contains("job", "usr", "java", "api.sock");
  }

  @Test
  void twoJobsBesideEachOtherShareNeitherAccountNorFolder() {
    UUID first = fixture.submit(fixture.script("id -u; echo mine > /job/mine; sleep 1000"));
    fixture.untilSaid(first, "" + uid(first));
    UUID second =
        fixture.submit(
            fixture.script(
                "id -u; find / -name mine -not -path '/proc/*' 2>/dev/null; ls %s; kill -9 -1; true"
                    .formatted(fixture.folder.resolve("jobs"))));

    fixture.ended(second);

    assertThat(fixture.lines(second)).contains("" + uid(second)).doesNotContain("/job/mine");
    assertThat(uid(second)).isNotEqualTo(uid(first));
    assertThat(fixture.job(first).status()).isEqualTo(JobStatus.RUNNING);
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          fixture.jobs.stop(tx, first);
          return null;
        });
    assertThat(fixture.ended(first).reason()).isEqualTo("stopped by the platform");
  }

  private static int uid(UUID jobId) {
    BrokerFixture.until(
        "the job has its lease",
        () ->
            fixture.one("SELECT slot FROM compute.lease WHERE job_id = '%s'".formatted(jobId))
                != null);
    return fixture.config.settings().firstUid()
        + Integer.parseInt(
            fixture.one("SELECT slot FROM compute.lease WHERE job_id = '%s'".formatted(jobId)));
  }

  @Test
  void aJobReachesThePlatformThroughItsSocketAndNothingElse() {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of(
                    "python3",
                    "-c",
                    """
                    import os, socket, sys
                    for family, address in ((socket.AF_INET, ('127.0.0.1', %d)), (socket.AF_INET, ('10.0.0.1', 80))):
                        try:
                            socket.create_connection(address, 2)
                            print('connected to', address)
                        except OSError as e:
                            print('refused')
                    door = socket.socket(socket.AF_UNIX)
                    door.connect(os.environ['KEELSON_API_SOCKET'])
                    door.sendall(b'GET / HTTP/1.1\\r\\nHost: keelson\\r\\nConnection: close\\r\\nAuthorization: Bearer '
                        + os.environ['KEELSON_TOKEN'].encode() + b'\\r\\n\\r\\n')
                    answer = b''
                    while True:
                        more = door.recv(65536)
                        if not more: break
                        answer += more
                    print(answer.decode().splitlines()[-1][:25])
                    """
                        .formatted(fixture.doorPort())),
                new Resources(0.5, 128 * BrokerFixture.MIB),
                Duration.ofMinutes(1)));

    Job job = fixture.ended(id);

    assertThat(fixture.lines(id))
        .containsExactly(
            "refused", "refused", "hello Bearer ksj_" + fixture.lines(id).getLast().substring(17));
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void theTokenIsOnNoCommandLineOfTheHost() {
    UUID id = fixture.submit(fixture.script("echo up; sleep 1000"));
    fixture.untilSaid(id, "up");

    List<String> lines =
        ProcessHandle.allProcesses()
            .map(process -> commandLine(process.pid()))
            .filter(l -> l.contains("ksj_"))
            .toList();

    assertThat(lines).isEmpty();
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          fixture.jobs.stop(tx, id);
          return null;
        });
    fixture.ended(id);
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(
          Path.of("/proc/" + pid + "/cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  @Test
  void onlyRegularFilesOfTheJobsOwnAreKept() {
    UUID id =
        fixture.submit(
            fixture.script(
                """
                cd $KEELSON_OUTPUTS
                echo good > good
                ln -s /etc/passwd link
                ln -s /job/parameters.json link2
                mkfifo pipe
                echo twice > one; ln one two
                mkdir folder; ln -s / folder/root
                printf x > "$(printf 'bad\\001name')"
                """));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.outputs(job.id()))
        .extracting(output -> output.path())
        .containsExactly("good");
    assertThat(fixture.lines(id))
        .contains(
            "not kept: outputs/link (a symbolic link)",
            "not kept: outputs/pipe (no regular file)",
            "not kept: outputs/one (has several names)",
            "not kept: outputs/folder/root (a symbolic link)");
  }

  @Test
  void outputsThatAreNoFolderAnyMoreAreNotFollowed() {
    UUID id = fixture.submit(fixture.script("rmdir /job/outputs && ln -s /etc /job/outputs"));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.outputs(job.id())).isEmpty();
    assertThat(fixture.lines(id))
        .containsExactly("outputs/ is no folder any more: nothing is kept");
  }

  @Test
  void tooManyOutputsFailTheJobWithTheBound() {
    UUID id = fixture.submit(fixture.script("cd $KEELSON_OUTPUTS && seq 1 1001 | xargs touch"));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).isEqualTo("outputs: more than 1000 files");
    assertThat(fixture.outputs(job.id())).isEmpty();
  }

  @Test
  void aForkBombEndsAtItsBound() {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of(
                    "python3",
                    "-c",
                    """
                    import os, time
                    n = 0
                    try:
                        while n < 5000:
                            if os.fork() == 0:
                                time.sleep(1000)
                            n += 1
                    except OSError:
                        print('bounded', n < 1100)
                    """),
                new Resources(1, 1_024 * BrokerFixture.MIB),
                Duration.ofMinutes(1)));

    Job job = fixture.ended(id);

    assertThat(fixture.lines(id)).contains("bounded True");
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.processes()).isEmpty();
  }
}
