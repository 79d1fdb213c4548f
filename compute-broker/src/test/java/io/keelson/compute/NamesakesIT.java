package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.local.LocalHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two machines with one data folder, or a copy of it, take nothing from each other; one that starts
 * again takes up what it has left.
 */
@Tag("heavy")
final class NamesakesIT {
  private static final String WAITS = "echo up; until [ -e /job/go ]; do sleep 0.05; done";
  private static final List<String> AS_ANOTHER_MACHINE =
      List.of("unshare", "--pid", "--fork", "--mount-proc");
  private static final Map<String, String> SOON_STALE = Map.of("holder-stale", "PT5S");

  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.execute("DELETE FROM compute.holder WHERE machine = 'another'");
    fixture.close();
  }

  @Test
  void whoFindsAnotherMachineInItsFolderRefusesToStart() throws Exception {
    Assumptions.assumeTrue(mayUnshare(), "no second namespace of process ids can be made here");
    fixture.start();
    UUID id = fixture.submit(fixture.script(WAITS));
    fixture.untilSaid(id, "up");
    String holder = fixture.one("SELECT holder_id FROM compute.lease");

    Process second = BrokerProcess.launch(AS_ANOTHER_MACHINE, fixture, SOON_STALE);
    String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(second.waitFor()).isNotZero();
    assertThat(said)
        .contains("another machine goes by the name of this one, host-id ")
        .contains("Each machine needs a data folder of its own")
        .doesNotContain("ready");
    assertThat(fixture.one("SELECT holder_id FROM compute.lease")).isEqualTo(holder);
    fixture.go();
    Job job = fixture.ended(id);
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.attempt()).isEqualTo(1);
    JobBills.assertBilledOnce(fixture, job);
  }

  private static boolean mayUnshare() throws IOException, InterruptedException {
    return new ProcessBuilder("unshare", "--pid", "--fork", "--mount-proc", "true")
            .start()
            .waitFor()
        == 0;
  }

  @Test
  void whoMeetsOneThatBeganBeforeItBeginsNothingAndTakesNothingOver() {
    fixture.start();
    UUID mine = fixture.submit(fixture.script(WAITS));
    fixture.untilSaid(mine, "up");
    String machine = LocalHost.of(fixture.folder).id();
    fixture.execute(
        """
        INSERT INTO compute.holder (id, host_id, started_at, heartbeat_at, machine)
        VALUES (gen_random_uuid(), '%s', now() - interval '1 day', now() + interval '1 day', 'another')
        """
            .formatted(machine));
    BrokerFixture.until(
        "it says why it takes none",
        () ->
            "two machines go by one name"
                .equals(
                    fixture.one("SELECT shortage FROM compute.holder WHERE machine <> 'another'")));
    UUID waiting = fixture.submit(fixture.script("true"));
    String version = fixture.one("SELECT version FROM compute.lease");
    String another = fixture.one("SELECT id FROM compute.holder WHERE machine = 'another'");
    UUID theirs = fixture.submit(fixture.script("true"));
    SilentMachine.runs(fixture, theirs, machine, another);
    String heard =
        fixture.one("SELECT max(heartbeat_at) FROM compute.holder WHERE machine <> 'another'");
    BrokerFixture.until(
        "it has looked again",
        () ->
            "t"
                .equals(
                    fixture.one(
                        "SELECT max(heartbeat_at) > timestamptz '%s' + interval '3 s' FROM compute.holder WHERE machine <> 'another'"
                            .formatted(heard))));

    assertThat(lease(theirs, "holder_id")).isEqualTo(another);
    assertThat(lease(mine, "version")).isEqualTo(version);
    assertThat(fixture.job(waiting).status()).isEqualTo(JobStatus.QUEUED);
    fixture.go();
    assertThat(fixture.ended(mine).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  private String lease(UUID jobId, String column) {
    return fixture.one("SELECT %s FROM compute.lease WHERE job_id = '%s'".formatted(column, jobId));
  }

  @Test
  void aMachineThatStartsAgainWaitsUntilItsFormerSelfIsSilentAndTakesUpItsJobs() {
    Broker first = fixture.start(fixture.config(SOON_STALE));
    UUID id = fixture.submit(fixture.script(WAITS));
    fixture.untilSaid(id, "up");
    first.close();
    fixture.execute("UPDATE compute.holder SET machine = 'another', heartbeat_at = now()");

    fixture.start(fixture.config(SOON_STALE));

    BrokerFixture.until(
        "it is taken up", () -> "t".equals(fixture.one("SELECT version > 2 FROM compute.lease")));
    assertThat(
            fixture.one(
                """
                SELECT extract(epoch FROM max(heartbeat_at) FILTER (WHERE machine <> 'another')
                  - max(heartbeat_at) FILTER (WHERE machine = 'another')) >= 5
                FROM compute.holder
                """))
        .isEqualTo("t");
    fixture.go();
    Job job = fixture.ended(id);
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.attempt()).isEqualTo(1);
    JobBills.assertBilledOnce(fixture, job);
  }
}
