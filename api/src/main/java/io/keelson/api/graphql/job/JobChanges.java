package io.keelson.api.graphql.job;

import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.compute.job.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What one follower of a project was last told of its newest jobs, and of no others: a follower for
 * years remembers no more than one of a minute. By one thread at a time.
 */
final class JobChanges {
  private final Map<UUID, Seen> seen = new HashMap<>();

  /**
   * @param runStatus null for a job without a run, or with one that the follower may not read
   */
  private record Seen(int version, RunStatus runStatus) {}

  /**
   * The oldest that is not as it was told, which is told with this; empty for none.
   *
   * @param newest the newest one first
   * @param runs how those of their runs stand that the follower may read
   */
  Optional<Job> next(List<Job> newest, Map<UUID, RunStatus> runs) {
    Set<UUID> ids = newest.stream().map(Job::id).collect(Collectors.toSet());
    seen.keySet().retainAll(ids);
    return newest.reversed().stream().filter(job -> hasChanged(job, runs)).findFirst();
  }

  private boolean hasChanged(Job job, Map<UUID, RunStatus> runs) {
    RunStatus run = job.runId() == null ? null : runs.get(job.runId());
    Seen now = new Seen(job.version(), run);
    return !now.equals(seen.put(job.id(), now));
  }

  /** How many jobs it remembers. */
  int size() {
    return seen.size();
  }
}
