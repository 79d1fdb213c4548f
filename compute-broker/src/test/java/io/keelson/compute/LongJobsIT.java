package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobLists;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.Resources;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of jobs are small, however much each of the jobs was told. */
final class LongJobsIT {
  private static final int JOBS = 10;
  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final List<JobInput> INPUTS =
      IntStream.range(0, 9_000)
          .mapToObj(i -> new JobInput("%0100d".formatted(i), DIGEST, 1))
          .toList();

  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private UUID submit() {
    return fixture.submit(
        fixture.spec(
            JobKind.TASK,
            List.of("true", "x".repeat(60_000)),
            new Resources(0.5, 64 * BrokerFixture.MIB),
            Duration.ofMinutes(1),
            INPUTS));
  }

  @Test
  void noListReadsWhatItsJobsWereTold() {
    List<UUID> ids = IntStream.range(0, JOBS).mapToObj(i -> submit()).toList();
    JobLists lists = new JobLists(fixture.ground.database);
    UUID tenant = fixture.tenantId;

    assertSmall(() -> fixture.jobs.page(tenant, fixture.projectId, Set.of(), 100, null));
    assertSmall(() -> lists.newest(tenant, null, Set.of(), 100, null));
    assertSmall(() -> lists.named(tenant, null, "job", 100));
    assertSmall(() -> List.copyOf(fixture.jobs.byIds(tenant, ids).values()));
    assertThat(fixture.jobs.commands(tenant, ids, bytes -> {})).hasSize(JOBS);
  }

  @Test
  void whoStartsAJobReadsAllOfIt() {
    UUID id = submit();

    var work = fixture.ground.database.transact(fixture.tenantId, tx -> Jobs.work(tx, id));

    assertThat(work.inputs()).isEqualTo(INPUTS);
    assertThat(work.command()).startsWith("true");
  }

  /** The second time, when all that is made once is there. */
  private static void assertSmall(Supplier<List<Job>> list) {
    assertThat(list.get()).hasSize(JOBS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getTotalThreadAllocatedBytes();
    List<Job> jobs = list.get();
    long allocatedBytes = threads.getTotalThreadAllocatedBytes() - before;
    assertThat(jobs).hasSize(JOBS);
    assertThat(allocatedBytes).isLessThan(4 << 20);
  }
}
