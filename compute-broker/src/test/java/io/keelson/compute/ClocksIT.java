package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.local.LocalHost;
import io.keelson.compute.local.LocalProvider;
import io.keelson.compute.scheduler.JobScheduler;
import io.keelson.compute.scheduler.Placing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Machines whose clocks differ, stand still or are set lose no job, and nobody pays for it. */
@Tag("heavy")
final class ClocksIT {
  private static final String WAITS = "echo up; until [ -e /job/go ]; do sleep 0.05; done";

  /** Of this test's machine. */
  private static final String HERE = " FROM compute.holder WHERE host_id <> 'elsewhere'";

  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static Map<String, String> lostAfter(int seconds) {
    return Map.of("holder-stale", "PT5S", "host-lost", "PT" + seconds + "S");
  }

  private String attempt(UUID id, String column) {
    return fixture.one(
        "SELECT %s FROM compute.lease WHERE job_id = '%s' ORDER BY attempt LIMIT 1"
            .formatted(column, id));
  }

  @Test
  void aMachineWhoseClockIsTenMinutesAheadGivesUpOnlyWhatIsSilent() throws IOException {
    UUID silent = fixture.submit(fixture.script("true"));
    SilentMachine.runs(fixture, silent);
    fixture.start();
    UUID healthy = fixture.submit(fixture.script(WAITS));
    fixture.untilSaid(healthy, "up");
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "kb-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    InstantSource ahead = () -> Instant.now().plus(Duration.ofMinutes(10));

    try (Ground ground = new Ground(fixture.address, ahead);
        Broker other = ground.broker(takesNothing(folder))) {
      other.start();
      BrokerFixture.until(
          "the silent one is given up", () -> "LOST".equals(attempt(silent, "status")));
      BrokerFixture.until("it has looked at the other, too", () -> hasLookedOnce(folder));
    }

    assertThat(attempt(healthy, "status")).isEqualTo("ACTIVE");
    fixture.ended(silent);
    BrokerFixture.until("the healthy one is left", () -> fixture.folders().size() == 1);
    fixture.go();
    assertThat(fixture.ended(healthy).attempt()).isEqualTo(1);
    assertThat(new ProcessBuilder("rm", "-rf", folder.toString()).start().onExit().join())
        .isNotNull();
  }

  /** Which processes do before the eleventh second of their life is over. */
  private boolean hasLookedOnce(Path folder) {
    return "t"
        .equals(
            fixture.one(
                "SELECT heartbeat_at > started_at + interval '11 s' FROM compute.holder WHERE host_id = '%s'"
                    .formatted(LocalHost.of(folder).id())));
  }

  private BrokerConfig takesNothing(Path folder) {
    Map<String, String> settings = new HashMap<>(lostAfter(6));
    settings.put("cpus", "0.001");
    return BrokerConfigs.of(folder, fixture.doorPort(), settings);
  }

  @Test
  void whoWasNotHeardOfItselfForSoLongFindsNobodySilent() {
    UUID id = fixture.submit(fixture.script("true"));
    SilentMachine.runs(fixture, id);

    fixture.start(fixture.config(lostAfter(12)));
    BrokerFixture.until(
        "it has looked once",
        () -> "t".equals(fixture.one("SELECT heartbeat_at > started_at + interval '11 s'" + HERE)));

    assertThat(attempt(id, "status")).isEqualTo("ACTIVE");
    fixture.execute(
        "UPDATE compute.holder SET heartbeat_at = heartbeat_at - interval '6 s' WHERE host_id <> 'elsewhere'");
    BrokerFixture.until(
        "its gap is noticed",
        () ->
            "t".equals(fixture.one("SELECT beating_since > started_at + interval '11 s'" + HERE)));
    BrokerFixture.until("it is given up", () -> "LOST".equals(attempt(id, "status")));
    assertThat(
            fixture.one(
                "SELECT (SELECT lost_at FROM compute.lease WHERE job_id = '%s' AND attempt = 1) > beating_since + interval '11 s'"
                        .formatted(id)
                    + HERE))
        .isEqualTo("t");
  }

  @Test
  void aLargeMachineThatRestartsFailsNothingOfWhatOnlyItCanHold() {
    fixture.execute(
        """
        INSERT INTO compute.holder (id, host_id, started_at, heartbeat_at, cpu_millis, memory_bytes)
        VALUES (gen_random_uuid(), 'elsewhere', now(), now() - interval '20 seconds', 64000, 1099511627776)
        """);
    UUID large = fixture.submit(wanting(64));
    UUID tooLarge = fixture.submit(wanting(65));

    fixture.start();

    assertThat(fixture.ended(tooLarge).reason())
        .startsWith("no machine is large enough: the job wants 65.0 processors");
    assertThat(fixture.job(large).status()).isEqualTo(JobStatus.QUEUED);

    fixture.execute(
        "UPDATE compute.holder SET heartbeat_at = now() - interval '2 hours' WHERE host_id = 'elsewhere'");
    UUID small = fixture.submit(fixture.script("true"));
    fixture.ended(small);
    assertThat(fixture.job(large).status())
        .as("this machine is back first, and has not waited an hour for it")
        .isEqualTo(JobStatus.QUEUED);
    fixture.execute("UPDATE compute.holder SET beating_since = now() - interval '2 hours'");
    assertThat(fixture.ended(large).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void whatOneMachineHasClaimedIsNobodyElsesByTheClockOfAnother() {
    fixture.submit(fixture.script("true"));
    InstantSource ahead = () -> Instant.now().plus(Duration.ofMinutes(10));

    try (Ground ground = new Ground(fixture.address, ahead);
        LocalProvider provider = TestMachine.provider(fixture)) {
      JobScheduler here = TestMachine.of(fixture, provider, fixture.config, "here");
      JobScheduler elsewhere = TestMachine.of(ground, provider, fixture.config, "elsewhere");
      boolean placed =
          Placing.one(
              here, () -> assertThat(Placing.next(elsewhere)).as("claims it too").isFalse());

      assertThat(placed).isTrue();
    }
  }

  @Test
  void whatAMachineHasClaimedWithoutPlacingItGoesToAnotherByTheDatabasesTime() {
    UUID id = fixture.submit(fixture.script("true"));
    InstantSource behind = () -> Instant.now().minus(Duration.ofMinutes(10));

    try (Ground ground = new Ground(fixture.address, behind);
        LocalProvider provider = TestMachine.provider(fixture)) {
      JobScheduler here = TestMachine.of(fixture, provider, fixture.config, "here");
      JobScheduler elsewhere = TestMachine.of(ground, provider, fixture.config, "elsewhere");
      boolean placed =
          Placing.one(
              here,
              () -> {
                fixture.execute(
                    "UPDATE compute.queue_entry SET claimed_until = claimed_until - interval '31 s'");
                assertThat(Placing.next(elsewhere)).as("it is taken elsewhere").isTrue();
              });

      assertThat(placed).isFalse();
      assertThat(fixture.job(id).attempt()).isEqualTo(1);
    }
  }

  private JobSpec wanting(int cpus) {
    return fixture.spec(
        JobKind.TASK,
        List.of("true"),
        new Resources(cpus, 64 * BrokerFixture.MIB),
        Duration.ofMinutes(5));
  }

  @Test
  void aClockThatIsSetWhileAJobRunsNeitherEndsItNorIsBilled() {
    assertBilledAsLongAsItRan(Duration.ofHours(1));
  }

  @Test
  void aClockThatIsSetBackWhileAJobRunsLosesNothingOfItsBill() {
    assertBilledAsLongAsItRan(Duration.ofHours(-1));
  }

  private void assertBilledAsLongAsItRan(Duration step) {
    Duration[] offset = {Duration.ZERO};
    try (Ground ground = new Ground(fixture.address, () -> Instant.now().plus(offset[0]));
        Broker broker = ground.broker(fixture.config.withMeteringInterval(Duration.ofSeconds(1)))) {
      broker.start();
      UUID id = fixture.submit(fixture.script(WAITS));
      fixture.untilSaid(id, "up");
      Instant begun = Instant.now();

      offset[0] = step;
      BrokerFixture.until("it is metered", () -> windows(id) >= 3);
      fixture.go();
      Job job = fixture.ended(id);

      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(Duration.between(job.startedAt(), job.endedAt()))
          .isBetween(
              Duration.ofSeconds(2),
              Duration.between(begun, Instant.now()).plus(Duration.ofSeconds(10)));
      JobBills.assertBilledOnce(fixture, job);
    }
  }

  private int windows(UUID id) {
    return Integer.parseInt(
        fixture.one(
            "SELECT count(*) FROM billing.usage_event WHERE source_id = '%s' AND meter = 'job.cpu_seconds'"
                .formatted(id)));
  }
}
