package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.scheduler.RoomHolders;
import io.keelson.tenancy.database.Ids;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job that waits for room says who holds it, and of other organisations no more than that. */
final class RoomHoldersIT {
  private static final String WAITS =
      "It is next; it waits for a machine with 1.5 CPUs and 64 MiB free.";

  private final UUID otherProject = Ids.next();
  private BrokerFixture fixture;
  private UUID other;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
    other = fixture.tenant("other");
    fixture.start();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private UUID runs(UUID tenant, UUID projectId, String name, JobKind kind, double cpus) {
    UUID id =
        fixture.submit(
            tenant,
            new JobSpec(
                projectId,
                null,
                name,
                kind,
                null,
                List.of("sleep", "1000"),
                Map.of(),
                new JsonObject(),
                List.of(),
                new Resources(cpus, 64 * BrokerFixture.MIB),
                kind == JobKind.TASK ? Duration.ofMinutes(5) : null,
                null,
                BrokerFixture.ENGINEER));
    BrokerFixture.until(
        name + " runs", () -> fixture.job(tenant, id).status() == JobStatus.RUNNING);
    return id;
  }

  private Job waits() {
    return fixture.job(
        fixture.submit(
            fixture.spec(
                JobKind.TASK,
                List.of("true"),
                new Resources(1.5, 64 * BrokerFixture.MIB),
                Duration.ofMinutes(5))));
  }

  private RoomHolders.Reader readerOf(Set<UUID> tasks, Set<UUID> replicas) {
    return new RoomHolders.Reader(fixture.tenantId, tasks, replicas);
  }

  private String told(RoomHolders.Reader reader, Job job) {
    return fixture.waiting().reasons(reader, List.of(job)).get(job.id());
  }

  @Test
  void ownJobsAreNamedToThoseWhoMayReadThemAndOthersAreOnlyOthers() {
    UUID train = runs(fixture.tenantId, fixture.projectId, "train", JobKind.TASK, 0.6);
    UUID wine = runs(fixture.tenantId, otherProject, "wine revision 1", JobKind.SERVICE, 0.5);
    runs(other, otherProject, "a secret", JobKind.TASK, 0.4);
    Job job = waits();

    assertThat(told(readerOf(null, null), job))
        .isEqualTo(WAITS + " Room is held by train, wine revision 1 and other organisations.");
    assertThat(told(readerOf(Set.of(fixture.projectId), Set.of(fixture.projectId)), job))
        .isEqualTo(
            WAITS + " Room is held by train, others of your organisation and other organisations.");
    assertThat(told(readerOf(Set.of(), Set.of()), job))
        .isEqualTo(WAITS + " Room is held by others of your organisation and other organisations.");
    assertThat(fixture.waiting().roomHolders(readerOf(null, null), List.of(job)).get(job.id()))
        .satisfies(
            held -> assertThat(held.named()).extracting(Job::id).containsExactly(train, wine));
    assertThat(
            fixture
                .waiting()
                .roomHolders(readerOf(Set.of(otherProject), Set.of(otherProject)), List.of(job))
                .get(job.id())
                .named())
        .extracting(Job::id)
        .containsExactly(wine);
  }

  @Test
  void howMuchOthersHoldOrHowManyTheyAreIsNotTold() {
    runs(other, otherProject, "a secret", JobKind.TASK, 0.6);
    Job job = waits();
    String one = told(readerOf(null, null), job);
    runs(fixture.tenant("third"), otherProject, "another", JobKind.TASK, 0.8);

    assertThat(told(readerOf(null, null), job)).isEqualTo(one);
    assertThat(one).isEqualTo(WAITS + " Room is held by other organisations.");
  }

  @Test
  void whatWaitsForSomethingElseNamesNobody() {
    runs(fixture.tenantId, fixture.projectId, "train", JobKind.TASK, 0.5);
    fixture.execute(
        "INSERT INTO tenancy.quota (tenant_id, name, most, set_at) VALUES ('%s', 'RUNNING_JOBS', 1, now())"
            .formatted(fixture.tenantId));
    Job job = waits();

    assertThat(told(readerOf(null, null), job)).endsWith("(quota RUNNING_JOBS).");
    assertThat(fixture.waiting().roomHolders(readerOf(null, null), List.of(job))).isEmpty();
  }
}
