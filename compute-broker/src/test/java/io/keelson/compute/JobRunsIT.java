package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real jobs, in the strongest isolation that this machine has. */
final class JobRunsIT {
  private static BrokerFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new BrokerFixture();
    System.out.println(fixture.start().isolation().summary());
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void aJobFindsItsInputsAndLeavesItsOutputs() {
    var input = fixture.input("data/wine.csv", "a,b\n1,2\n");
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of(
                    "sh",
                    "-c",
                    """
                    echo "$GREETING from $KEELSON_TENANT $TRACEPARENT"
                    echo "not so good" >&2
                    mkdir -p "$KEELSON_OUTPUTS/model"
                    cat "$KEELSON_INPUTS/data/wine.csv" "$KEELSON_PARAMETERS" > "$KEELSON_OUTPUTS/model/copy"
                    echo x > "$KEELSON_INPUTS/data/wine.csv" || echo "inputs are read-only"
                    echo $KEELSON_JOB_ID $KEELSON_RUN_ID $HOME
                    """),
                new Resources(0.5, 128 * BrokerFixture.MIB),
                Duration.ofMinutes(1),
                List.of(input)));

    Job job = fixture.ended(id);

    assertThat(job.reason()).isNull();
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.exitCode()).isZero();
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.startedAt()).isAfterOrEqualTo(job.submittedAt());
    assertThat(job.endedAt()).isAfterOrEqualTo(job.startedAt());
    assertThat(fixture.outputs(job.id())).extracting(JobOutput::path).containsExactly("model/copy");
    assertThat(fixture.object(fixture.outputs(job.id()).getFirst().digest()))
        .isEqualTo("a,b\n1,2\n{\"seed\":7}");
    List<String> lines = fixture.lines(id);
    assertThat(lines)
        .contains("good morning from acme 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .contains("not so good", "inputs are read-only");
    assertThat(lines.stream().filter(line -> line.startsWith("job_")).toList())
        .singleElement()
        .asString()
        .matches("job_[0-9a-z]{26} run_[0-9a-z]{26} /.*");
    assertThat(count("JobStarted", id)).isEqualTo("1");
    assertThat(count("JobFinished", id)).isEqualTo("1");
    BrokerFixture.until("its folder is removed", () -> fixture.folders().isEmpty());
  }

  private static String count(String event, UUID jobId) {
    return fixture.one(
        "SELECT count(*) FROM tenancy.event WHERE type = '%s' AND subject_id = '%s'"
            .formatted(event, jobId));
  }

  @Test
  void theUseOfAJobIsOnTheLedgerOnceAndExactly() {
    UUID id = fixture.submit(fixture.script("sleep 0.3"));

    Job job = fixture.ended(id);

    long milliseconds = Duration.between(job.startedAt(), job.endedAt()).toMillis();
    String lines = "FROM billing.usage_event WHERE source_id = '%s' AND meter = '%s'";
    assertThat(fixture.one("SELECT count(*) " + lines.formatted(id, "job.cpu_seconds")))
        .isEqualTo("1");
    assertThat(
            fixture.one(
                "SELECT quantity = %d * 0.0005 ".formatted(milliseconds)
                    + lines.formatted(id, "job.cpu_seconds")))
        .isEqualTo("t");
    assertThat(
            fixture.one(
                "SELECT quantity = round(%d * 0.00025, 9) ".formatted(milliseconds)
                    + lines.formatted(id, "job.memory_gib_seconds")))
        .isEqualTo("t");
    assertThat(fixture.one("SELECT labels ->> 'runId' " + lines.formatted(id, "job.cpu_seconds")))
        .isEqualTo(fixture.runId.toString());
  }

  @Test
  void aJobThatFailsSaysWithWhatAndKeepsNothing() {
    UUID id = fixture.submit(fixture.script("echo x > $KEELSON_OUTPUTS/x; echo why >&2; exit 7"));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).isEqualTo("exit code 7");
    assertThat(job.exitCode()).isEqualTo(7);
    assertThat(fixture.outputs(job.id())).isEmpty();
    assertThat(fixture.lines(id)).containsExactly("why");
  }

  @Test
  void aCommandThatIsNotThereFailsTheJob() {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of("no-such-program"),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                Duration.ofMinutes(1)));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(fixture.lines(id)).anyMatch(line -> line.contains("no-such-program"));
  }

  @Test
  void aJobThatUsesTooMuchMemoryIsEndedForThat() {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of("python3", "-c", "x = bytearray(300 << 20); print(len(x))"),
                new Resources(1, 64 * BrokerFixture.MIB),
                Duration.ofMinutes(1)));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).isEqualTo("out of memory: limit 64 MiB");
  }

  @Test
  void aJvmIsToldHowMuchMemoryIsItsOwn() {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of("java", "-XX:+PrintFlagsFinal", "-version"),
                new Resources(1, 512 * BrokerFixture.MIB),
                Duration.ofMinutes(1)));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    String heap =
        fixture.lines(id).stream()
            .filter(line -> line.contains(" MaxHeapSize "))
            .findFirst()
            .orElseThrow();
    long bytes = Long.parseLong(heap.replaceAll(".*= *([0-9]+).*", "$1"));
    assertThat(bytes).isBetween(200 * BrokerFixture.MIB, 320 * BrokerFixture.MIB);
  }

  @Test
  void aJobIsEndedAtItsTimeLimitAfterAWord() {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of("sh", "-c", "trap 'echo told; exit 3' TERM; while :; do sleep 0.05; done"),
                new Resources(0.5, 64 * BrokerFixture.MIB),
                Duration.ofSeconds(1)));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.TIMED_OUT);
    assertThat(job.reason()).isEqualTo("time limit of 1 s reached");
    assertThat(job.exitCode()).isEqualTo(3);
    assertThat(fixture.lines(id)).contains("told");
  }

  @Test
  void cancellingAJobEndsItsGrandchildrenToo() {
    UUID id =
        fixture.submit(
            fixture.script(
                "trap '' TERM; (setsid setsid sh -c 'trap \"\" TERM; echo deep; sleep 1000' &); echo up; sleep 1000"));
    fixture.running(id);
    fixture.untilSaid(id, "deep");
    fixture.untilSaid(id, "up");
    assertThat(fixture.processes()).hasSizeGreaterThanOrEqualTo(3);

    cancel(id);
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.reason()).isEqualTo("cancelled");
    assertThat(fixture.processes()).isEmpty();
  }

  private static void cancel(UUID id) {
    int version = fixture.job(id).version();
    fixture
        .ground()
        .database
        .transact(
            fixture.tenantId,
            tx -> {
              fixture.jobs.cancel(tx, id, version);
              return null;
            });
  }

  @Test
  void whatAJobLeavesRunningEndsWithIt() {
    UUID id = fixture.submit(fixture.script("(setsid sleep 1000 &); echo left"));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.processes()).isEmpty();
  }

  private static BrokerConfig bounded(BrokerFixture own, long diskBytes) {
    return own.config(Map.of("max-log-bytes", "10000", "max-disk-bytes", "" + diskBytes));
  }

  @Test
  void aLongLogIsCutWithAWord() {
    try (BrokerFixture own = new BrokerFixture()) {
      own.start(bounded(own, 1_000_000));
      UUID id = own.submit(own.script("seq 1 100000; echo done > $KEELSON_OUTPUTS/done"));

      Job job = own.ended(id);

      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
      List<String> lines =
          own.log.read(own.tenantId, id, null, 1_000).stream().map(line -> line.text()).toList();
      assertThat(lines.getFirst()).isEqualTo("1");
      String cursor = null;
      String last = null;
      for (var page = own.log.read(own.tenantId, id, null, 1_000); !page.isEmpty(); ) {
        cursor = page.getLast().cursor();
        last = page.getLast().text();
        page = own.log.read(own.tenantId, id, cursor, 1_000);
      }
      assertThat(last).isEqualTo("the log is cut here: its limit is 10000 bytes");
    }
  }

  @Test
  void aJobThatFillsTheDiskIsEndedForThat() {
    try (BrokerFixture own = new BrokerFixture()) {
      own.start(bounded(own, 10_000_000));
      UUID id =
          own.submit(
              own.script(
                  "for i in 1 2 3; do head -c 5000000 /dev/zero > /job/$i; done; sleep 1000"));
      UUID large = own.submit(own.script("head -c 50000000 /dev/zero > /job/large"));

      assertThat(own.ended(large).status()).isEqualTo(JobStatus.FAILED);
      Job job = own.ended(id);

      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(job.reason()).isEqualTo("too much on disk: limit 9 MiB");
    }
  }

  @Test
  void whatTakesRoomOnDiskWithoutASizeOrANameCountsToo() {
    try (BrokerFixture own = new BrokerFixture()) {
      own.start(bounded(own, 64 * BrokerFixture.MIB));
      UUID unlinked = own.submit(python(own, HOLD_UNLINKED));
      UUID beyondTheEnd =
          own.submit(
              own.script(
                  """
                  trap '' TERM; sleep 1
                  for i in 1 2; do touch $i; fallocate -n -l 40M $i; done
                  sleep 4; sleep 4
                  """));
      UUID within = own.submit(python(own, HOLD_UNLINKED.replace("40 << 20", "20 << 20")));

      for (UUID id : List.of(unlinked, beyondTheEnd)) {
        Job job = own.ended(id);
        assertThat(job.reason()).isEqualTo("too much on disk: limit 64 MiB");
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(Duration.between(job.startedAt(), job.endedAt())).isLessThan(FAST_ENOUGH);
      }
      assertThat(own.ended(within).status()).isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  /** One second passes before the job writes; it does not heed SIGTERM. */
  private static final Duration FAST_ENOUGH = Duration.ofSeconds(4);

  private static final String HOLD_UNLINKED =
      """
      import os, signal, time
      signal.signal(signal.SIGTERM, signal.SIG_IGN)
      time.sleep(1)
      held = []
      for i in range(2):
          held.append(open(str(i), 'wb'))
          os.posix_fallocate(held[-1].fileno(), 0, 40 << 20)
          os.unlink(str(i))
      time.sleep(8)
      """;

  private static JobSpec python(BrokerFixture own, String program) {
    return own.spec(
        JobKind.TASK,
        List.of("python3", "-c", program),
        new Resources(0.5, 128 * BrokerFixture.MIB),
        Duration.ofMinutes(1));
  }

  @Test
  void anOutputWithALineFeedInItsNameLeavesALogThatCanBeRead() {
    UUID id =
        fixture.submit(
            fixture.script(
                "echo said; touch \"$KEELSON_OUTPUTS/new\nline\" \"$KEELSON_OUTPUTS/a\n1 o forged\""));

    fixture.ended(id);

    assertThat(fixture.lines(id))
        .containsExactlyInAnyOrder(
            "said",
            "not kept: outputs/new\\u000aline (a name that cannot be kept)",
            "not kept: outputs/a\\u000a1 o forged (a name that cannot be kept)");
  }

  @Test
  void foldersNestedDeeperThanAnyPathAreRemovedToo() {
    UUID id =
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of(
                    "python3",
                    "-c",
                    """
                    import os
                    os.chdir(os.environ['KEELSON_OUTPUTS'])
                    for i in range(200):
                        os.mkdir('d' * 100)
                        os.chdir('d' * 100)
                    os.chmod('.', 0)
                    """),
                new Resources(1, 128 * BrokerFixture.MIB),
                Duration.ofMinutes(1)));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    BrokerFixture.until("its folder is removed", () -> fixture.folders().isEmpty());
  }
}
