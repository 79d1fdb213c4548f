package io.keelson.api.graphql.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a follower of a project's jobs is told, and remembers. */
class JobChangesTest {
  private static final UUID RUN = UUID.randomUUID();
  private final JobChanges changes = new JobChanges();

  private static Job job(UUID id, int version) {
    return new Job(
        id,
        null,
        null,
        RUN,
        "a job",
        JobKind.TASK,
        JobStatus.QUEUED,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        1,
        0,
        version);
  }

  private List<Job> told(List<Job> newest, Map<UUID, RunStatus> runs) {
    return Stream.generate(() -> changes.next(newest, runs))
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .toList();
  }

  @Test
  void eachChangeOfAJobOrItsRunIsToldOnceTheOldestJobFirst() {
    Job older = job(UUID.randomUUID(), 1);
    Job newer = job(UUID.randomUUID(), 1);
    Map<UUID, RunStatus> running = Map.of(RUN, RunStatus.RUNNING);

    assertThat(told(List.of(newer, older), running)).containsExactly(older, newer);
    assertThat(told(List.of(newer, older), running)).isEmpty();
    Job changed = job(older.id(), 2);
    assertThat(told(List.of(newer, changed), running)).containsExactly(changed);
    assertThat(told(List.of(newer, changed), Map.of(RUN, RunStatus.FINISHED)))
        .containsExactly(changed, newer);
    assertThat(told(List.of(newer), Map.of())).containsExactly(newer);
  }

  @Test
  void onlyTheNewestJobsAreRemembered() {
    List<Job> all = IntStream.range(0, 1_000).mapToObj(i -> job(UUID.randomUUID(), 1)).toList();
    for (int i = 0; i + 100 <= all.size(); i += 10) {
      told(all.subList(i, i + 100).reversed(), Map.of());
    }

    assertThat(changes.size()).isEqualTo(100);
  }
}
