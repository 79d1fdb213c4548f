package io.keelson.api.graphql.job;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** For batch resolvers: the jobs that did the work for something. */
@ApplicationScoped
public class JobsBehind {
  private final Jobs jobs;

  JobsBehind(Jobs jobs) {
    this.jobs = jobs;
  }

  /**
   * @param jobId null where no job did it
   * @return in the order of the sources, null where the caller may not read the job
   */
  public <S> List<JobType> of(Principal principal, List<S> sources, Function<S, UUID> jobId) {
    Map<UUID, JobType> found = new HashMap<>();
    GraphTypes.inBatches(
            GraphTypes.distinct(sources, jobId), ids -> jobs.byIds(principal.tenantId(), ids))
        .forEach(
            (id, job) -> {
              if (principal.may(Permission.JOB_READ, job.projectId())) {
                found.put(id, new JobType(job));
              }
            });
    return GraphTypes.join(sources, jobId, found);
  }
}
