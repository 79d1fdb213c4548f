package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobLists;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.lease.Attempts;
import io.keelson.compute.lease.LeaseStatus;
import io.keelson.compute.local.LocalProvider;
import io.keelson.compute.scheduler.JobScheduler;
import io.keelson.compute.scheduler.Placing;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.NotFound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue, seen from those who submit. */
final class QueueIT {
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private JobSpec wanting(double cpus, String script) {
    return fixture.spec(
        JobKind.TASK,
        List.of("sh", "-c", script),
        new Resources(cpus, 64 * BrokerFixture.MIB),
        Duration.ofMinutes(1));
  }

  @Test
  void aQueuedJobIsCancelledAtOnceByWhoeverSawItsVersion() {
    UUID id = fixture.submit(fixture.script("true"));

    assertThatThrownBy(() -> cancel(id, 7))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("expected: 7");
    cancel(id, 1);

    Job job = fixture.job(id);
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(fixture.one("SELECT count(*) FROM compute.queue_entry")).isEqualTo("0");
    assertThat(
            fixture.one(
                "SELECT payload ->> 'status' FROM tenancy.event WHERE type = 'JobFinished'"))
        .isEqualTo("CANCELLED");
    assertThatThrownBy(() -> cancel(id, job.version())).isInstanceOf(Conflict.class);
  }

  private void cancel(UUID id, int version) {
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          fixture.jobs.cancel(tx, id, version);
          return null;
        });
  }

  @Test
  void anotherTenantSeesNothingOfAJob() {
    UUID id = fixture.submit(fixture.script("true"));
    UUID other = fixture.tenant("other");

    assertThatThrownBy(
            () -> fixture.ground.database.transact(other, tx -> fixture.jobs.get(tx, id)))
        .isInstanceOf(NotFound.class);
    assertThat(fixture.jobs.byIds(other, List.of(id))).isEmpty();
    assertThat(fixture.jobs.page(other, null, Set.of(), 10, null)).isEmpty();
    assertThat(fixture.log.read(other, id, null, 10)).isEmpty();
  }

  @Test
  void jobsComeNewestFirstPageByPage() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(fixture.submit(fixture.script("true")));
    }

    List<Job> first = fixture.jobs.page(fixture.tenantId, fixture.projectId, Set.of(), 2, null);
    List<Job> second =
        fixture.jobs.page(
            fixture.tenantId, fixture.projectId, Set.of(JobStatus.QUEUED), 9, first.getLast().id());

    assertThat(first).extracting(Job::id).containsExactlyElementsOf(ids.subList(0, 2));
    assertThat(second).extracting(Job::id).containsExactlyElementsOf(ids.subList(2, 5));
    assertThat(
            fixture.jobs.page(
                fixture.tenantId, fixture.projectId, Set.of(JobStatus.RUNNING), 9, null))
        .isEmpty();
  }

  @Test
  void tasksOfATenantComeNewestFirstAcrossProjectsOrOfSome() {
    UUID first = fixture.submit(fixture.script("true"));
    UUID second = fixture.submit(fixture.script("true"));
    cancel(first, 1);
    JobLists lists = new JobLists(fixture.ground.database);
    UUID tenant = fixture.tenantId;
    Set<UUID> here = Set.of(fixture.projectId);

    assertThat(lists.newest(tenant, null, Set.of(), 10, null))
        .extracting(Job::id)
        .containsExactly(second, first);
    assertThat(lists.newest(tenant, null, Set.of(), 10, second))
        .extracting(Job::id)
        .containsExactly(first);
    assertThat(lists.newest(tenant, here, Set.of(JobStatus.QUEUED), 10, null))
        .extracting(Job::id)
        .containsExactly(second);
    assertThat(lists.newest(tenant, Set.of(UUID.randomUUID()), Set.of(), 10, null)).isEmpty();
    assertThat(lists.newest(fixture.tenant("elsewhere"), null, Set.of(), 10, null)).isEmpty();
  }

  @Test
  void aQueuedJobSaysWhatItWaitsForAndNoMore() {
    List<Job> jobs = new ArrayList<>();
    for (double cpus : new double[] {1, 2, 0.5}) {
      jobs.add(fixture.job(fixture.submit(wanting(cpus, "true"))));
    }
    cancel(fixture.submit(fixture.script("true")), 1);

    String idle = " No machine is taking jobs at the moment.";
    assertThat(jobs)
        .extracting(fixture::waitsFor)
        .containsExactly(
            "It is next; it waits for a machine with 1 CPU and 64 MiB free." + idle,
            "1 job of your organisation is ahead; it waits for a machine with 2 CPUs and 64 MiB free."
                + idle,
            "2 jobs of your organisation are ahead; it waits for a machine with 0.5 CPUs and 64 MiB free."
                + idle);
  }

  @Test
  void ofOtherTenantsAJobIsToldOnlyThatTheyAreAhead() {
    UUID other = fixture.tenant("other");
    for (int i = 0; i < 3; i++) {
      fixture.submit(other, wanting(1, "true"));
    }
    Job first = fixture.job(fixture.submit(wanting(1, "true")));
    Job second = fixture.job(fixture.submit(wanting(1, "true")));

    assertThat(fixture.waitsFor(first))
        .startsWith("Jobs of other organisations are ahead; it waits");
    assertThat(fixture.waitsFor(second))
        .startsWith("1 job of your organisation is ahead, and some of others; it waits");
  }

  @Test
  void whatHasRunShowsItsAttemptAndWaitsForNothing() {
    UUID id = fixture.submit(fixture.script("exit 3"));
    fixture.start();
    Job job = fixture.ended(id);
    Attempts attempts = new Attempts(fixture.ground.database);

    assertThat(fixture.waitsFor(job)).isNull();
    assertThat(attempts.ofJobs(fixture.tenantId, List.of(id)).get(id))
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.number()).isEqualTo(1);
              assertThat(attempt.status()).isEqualTo(LeaseStatus.RELEASED);
              assertThat(attempt.reason()).contains("3");
              assertThat(attempt.provider()).isEqualTo("local");
              assertThat(attempt.startedAt()).isNotNull();
              assertThat(attempt.endedAt()).isEqualTo(job.endedAt());
            });
    assertThat(attempts.ofJobs(fixture.tenant("stranger"), List.of(id))).isEmpty();
  }

  @Test
  void aJobThatNoMachineIsLargeEnoughForFailsWithThat() {
    UUID id = fixture.submit(wanting(64, "true"));

    fixture.start();
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason())
        .isEqualTo("no machine is large enough: the job wants 64.0 processors and 64 MiB");
  }

  @Test
  void noMoreRunAtOnceThanTheMachineHasRoomFor() {
    for (int i = 0; i < 4; i++) {
      fixture.submit(wanting(1, "sleep 0.5"));
    }

    fixture.start();
    String running = "SELECT coalesce(sum(cpu_millis), 0) FROM compute.lease WHERE gone_at IS NULL";
    BrokerFixture.until(
        "all have ended",
        () -> {
          assertThat(Long.parseLong(fixture.one(running))).isLessThanOrEqualTo(2_000);
          return "4"
              .equals(fixture.one("SELECT count(*) FROM compute.job WHERE status = 'SUCCEEDED'"));
        });
  }

  @Test
  void aTenantWithManyJobsDoesNotHoldUpAnother() {
    for (int i = 0; i < 6; i++) {
      fixture.submit(wanting(1, "sleep 0.2"));
    }
    UUID other = fixture.tenant("other");
    UUID late = fixture.submit(other, wanting(1, "true"));

    fixture.start();
    BrokerFixture.until("the other tenant's job ends", () -> otherEnded(other, late));
    BrokerFixture.until(
        "all have ended",
        () ->
            "7".equals(fixture.one("SELECT count(*) FROM compute.job WHERE status = 'SUCCEEDED'")));

    String order =
        "SELECT count(*) FROM compute.lease WHERE requested_at < (SELECT requested_at FROM compute.lease WHERE job_id = '%s')";
    assertThat(Integer.parseInt(fixture.one(order.formatted(late)))).isLessThanOrEqualTo(1);
  }

  private boolean otherEnded(UUID tenant, UUID id) {
    return fixture
        .ground
        .database
        .transact(tenant, tx -> fixture.jobs.get(tx, id))
        .status()
        .ended();
  }

  @Test
  void twoProcessesOfOneMachineShareTheQueueAndEachJobRunsOnce() {
    fixture.start();
    fixture.start();

    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(fixture.submit(wanting(0.3, "sleep 0.3; echo ran >> $KEELSON_OUTPUTS/runs")));
    }

    for (UUID id : ids) {
      Job job = fixture.ended(id);
      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.attempt()).isEqualTo(1);
      assertThat(fixture.object(fixture.outputs(job.id()).getFirst().digest())).isEqualTo("ran\n");
    }
    assertThat(fixture.one("SELECT count(DISTINCT holder_id) FROM compute.lease")).isEqualTo("2");
    assertThat(
            fixture.one("SELECT count(*) FROM billing.usage_event WHERE meter = 'job.cpu_seconds'"))
        .isEqualTo("12");
    assertThat(fixture.one("SELECT count(*) FROM tenancy.event WHERE type = 'JobFinished'"))
        .isEqualTo("12");
  }

  private UUID replica(UUID tenant, double cpus) {
    return fixture.submit(
        tenant,
        fixture.spec(
            JobKind.SERVICE,
            List.of("sleep", "1000"),
            new Resources(cpus, 64 * BrokerFixture.MIB),
            null));
  }

  private Job job(UUID tenant, UUID id) {
    return fixture.ground.database.transact(tenant, tx -> fixture.jobs.get(tx, id));
  }

  /** As if it had been submitted ten minutes ago. */
  private void losePatience(UUID id) {
    fixture.execute(
        "UPDATE compute.queue_entry SET queued_at = now() - interval '10 minutes' WHERE job_id = '%s'"
            .formatted(id));
  }

  @Test
  void aJobThatCannotFitBesideAReplicaHoldsUpNobodyAndSaysSo() {
    UUID serving = fixture.tenant("serving");
    UUID bystander = fixture.tenant("bystander");
    UUID replica = replica(serving, 0.5);
    fixture.start();
    BrokerFixture.until(
        "the replica runs", () -> job(serving, replica).status() == JobStatus.RUNNING);

    UUID whole = fixture.submit(wanting(2, "true"));
    losePatience(whole);
    UUID small = fixture.submit(bystander, wanting(0.5, "true"));
    UUID second = replica(bystander, 0.5);

    BrokerFixture.until("the small job ends", () -> job(bystander, small).status().ended());
    BrokerFixture.until(
        "the second replica runs", () -> job(bystander, second).status() == JobStatus.RUNNING);
    assertThat(fixture.job(whole).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(fixture.waitsFor(fixture.job(whole)))
        .isEqualTo(
            "Others go before it: it needs a machine with 2 CPUs and 64 MiB free, and the replicas that run leave less on each. Room is held by other organisations.");

    stop(serving, replica);
    stop(bystander, second);
    assertThat(fixture.ended(whole).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  private void stop(UUID tenant, UUID id) {
    fixture.ground.database.transact(
        tenant,
        tx -> {
          fixture.jobs.stop(tx, id);
          return null;
        });
  }

  @Test
  void roomIsKeptForAnImpatientJobAndOnlyWhatEndsBeforeGoesAhead() {
    UUID other = fixture.tenant("other");
    UUID running = fixture.submit(wanting(1, "until [ -e /job/go ]; do sleep 0.1; done"));
    fixture.start();
    fixture.running(running);
    UUID whole = fixture.submit(wanting(2, "true"));
    losePatience(whole);
    UUID replica = replica(other, 1);
    UUID longer = fixture.submit(other, lasting(Duration.ofMinutes(10)));
    UUID shorter = fixture.submit(other, lasting(Duration.ofSeconds(20)));

    BrokerFixture.until("the shorter job ends", () -> job(other, shorter).status().ended());
    assertThat(job(other, longer).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job(other, replica).status()).isEqualTo(JobStatus.QUEUED);
    stop(fixture.tenantId, running);
    assertThat(fixture.ended(whole).status()).isEqualTo(JobStatus.SUCCEEDED);
    BrokerFixture.until("the longer job ends", () -> job(other, longer).status().ended());
    assertThat(
            Integer.parseInt(
                fixture.one(
                    "SELECT count(*) FROM compute.lease a, compute.lease b WHERE a.job_id = '%s' AND b.job_id = '%s' AND a.requested_at < b.requested_at"
                        .formatted(whole, longer))))
        .isEqualTo(1);
  }

  @Test
  void whatWaitsForTheStoreTakesNoRoomOfOthers() {
    UUID other = fixture.tenant("other");
    UUID finished = fixture.submit(wanting(0.5, "sleep 1; echo kept > $KEELSON_OUTPUTS/result"));
    fixture.start();
    fixture.running(finished);
    fixture.ground.store.goAway();
    BrokerFixture.until(
        "its outputs wait for the store",
        () -> "RELEASING".equals(fixture.one("SELECT status FROM compute.lease")));

    UUID whole = fixture.submit(wanting(2, "true"));
    losePatience(whole);
    UUID small = fixture.submit(other, wanting(0.5, "true"));

    BrokerFixture.until("the small job ends", () -> job(other, small).status().ended());
    assertThat(fixture.ended(whole).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(fixture.job(finished).status()).isEqualTo(JobStatus.RUNNING);
    fixture.ground.store.comeBack();
    assertThat(fixture.ended(finished).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void aJobThatCannotBeEndedHoldsUpNobodyWhoFitsBesideIt() {
    try (LocalProvider provider = TestMachine.provider(fixture)) {
      JobScheduler machine = machineThatStartsNothing(provider);
      UUID stuck = fixture.submit(wanting(0.5, "true"));
      Placing.all(machine);
      fixture.execute(
          "UPDATE compute.lease SET status = 'RELEASING', releasing_at = now() - interval '1 minute' WHERE job_id = '%s'"
              .formatted(stuck));
      losePatience(fixture.submit(wanting(2, "true")));
      UUID small = fixture.submit(fixture.tenant("other"), wanting(0.5, "true"));

      Placing.all(machine);

      assertThat(fixture.one("SELECT job_id FROM compute.lease WHERE status = 'REQUESTED'"))
          .isEqualTo(small.toString());
    }
  }

  @Test
  void aTenantThatServesHasItsTurnLikeAnyOther() {
    try (LocalProvider provider = TestMachine.provider(fixture)) {
      JobScheduler machine = machineThatStartsNothing(provider);
      UUID serving = fixture.tenant("serving");
      replica(serving, 1);
      Placing.all(machine);
      Job next = job(serving, fixture.submit(serving, wanting(1, "true")));
      for (int i = 0; i < 3; i++) {
        fixture.submit(wanting(1, "true"));
      }

      assertThat(fixture.waitsFor(serving, next)).startsWith("It is next;");
      Placing.all(machine);

      assertThat(placed("kind = 'TASK'")).isEqualTo(next.id().toString());
    }
  }

  @Test
  void anImpatientJobGoesBeforeOthersQueuedLaterWhateverItsTenantHolds() {
    try (LocalProvider provider = TestMachine.provider(fixture)) {
      JobScheduler machine = machineThatStartsNothing(provider);
      UUID other = fixture.tenant("other");
      UUID running = fixture.submit(wanting(1, "true"));
      Placing.all(machine);
      fixture.execute("UPDATE compute.lease SET requested_at = now() - interval '1 hour'");
      Job next = fixture.job(fixture.submit(wanting(1, "true")));
      queuedBefore(next.id(), "10 minutes");
      for (int i = 0; i < 3; i++) {
        queuedBefore(fixture.submit(other, wanting(1, "true")), "9 minutes");
      }

      assertThat(fixture.waitsFor(next)).startsWith("It is next;");
      Placing.all(machine);

      assertThat(placed("job_id <> '%s'".formatted(running))).isEqualTo(next.id().toString());
    }
  }

  @Test
  void anImpatientBacklogTakesTurnsWithTheJobsOfOthers() {
    assertTurnsWithABacklog("10 minutes");
  }

  /**
   * Or each of their jobs would wait until its own patience ends, for as long as a backlog lasts.
   */
  @Test
  void anImpatientBacklogTakesTurnsWithWhatOthersHaveJustQueued() {
    assertTurnsWithABacklog("1 second");
  }

  private void assertTurnsWithABacklog(String othersQueuedBefore) {
    try (LocalProvider provider = TestMachine.provider(fixture)) {
      JobScheduler machine = machineThatStartsNothing(provider);
      UUID other = fixture.tenant("other");
      List<UUID> backlog = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        backlog.add(fixture.submit(wanting(2, "true")));
        queuedBefore(backlog.getLast(), "60 minutes");
      }
      UUID late = fixture.submit(other, wanting(2, "true"));
      queuedBefore(late, othersQueuedBefore);

      List<String> order = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Placing.all(machine);
        order.add(placed("status <> 'RELEASED'"));
        fixture.execute("UPDATE compute.lease SET status = 'RELEASED'");
      }

      assertThat(order)
          .containsExactly(
              backlog.get(0).toString(),
              late.toString(),
              backlog.get(1).toString(),
              backlog.get(2).toString());
    }
  }

  @Test
  void smallJobsThatOvertakeALargeOneOfTheirTenantTakeNoTurnOfIts() {
    try (LocalProvider provider = TestMachine.provider(fixture)) {
      JobScheduler machine = machineThatStartsNothing(provider);
      replica(fixture.tenantId, 1);
      Placing.all(machine);
      UUID large = fixture.submit(wanting(2, "true"));
      UUID small = fixture.submit(wanting(1, "true"));
      Placing.all(machine);
      assertThat(placed("kind = 'TASK'")).isEqualTo(small.toString());
      queuedBefore(large, "60 minutes");
      queuedBefore(fixture.submit(fixture.tenant("other"), wanting(2, "true")), "10 minutes");

      fixture.execute("UPDATE compute.lease SET status = 'RELEASED'");
      Placing.all(machine);

      assertThat(placed("status <> 'RELEASED'")).isEqualTo(large.toString());
    }
  }

  private String placed(String which) {
    return fixture.one("SELECT string_agg(job_id::text, ' ') FROM compute.lease WHERE " + which);
  }

  private void queuedBefore(UUID id, String interval) {
    fixture.execute(
        "UPDATE compute.queue_entry SET queued_at = now() - interval '%s' WHERE job_id = '%s'"
            .formatted(interval, id));
  }

  private JobScheduler machineThatStartsNothing(LocalProvider provider) {
    return TestMachine.of(fixture, provider, fixture.config, "a machine");
  }

  private JobSpec lasting(Duration limit) {
    return fixture.spec(
        JobKind.TASK, List.of("true"), new Resources(1, 64 * BrokerFixture.MIB), limit);
  }
}
