package io.keelson.api.graphql.job;

import static io.keelson.api.graphql.GraphTypes.JOB;
import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.graphql.Following;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.job.JobTypes.LogLineType;
import io.keelson.api.graphql.page.Cursors;
import io.keelson.api.identity.CallContext;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobLog;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.LogLine;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** Jobs as they change, and what they say. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class JobSubscriptions {
  private static final int BATCH_LINES = 500;
  private static final int WATCHED_JOBS = 100;
  private final CallContext call;
  private final Jobs jobs;
  private final JobLog log;
  private final Runs runs;
  private final TenantDatabase database;
  private final ProjectAccess access;
  private final Following following;
  private final Cursors cursors;

  JobSubscriptions(
      CallContext call,
      Jobs jobs,
      JobLog log,
      Runs runs,
      TenantDatabase database,
      ProjectAccess access,
      Following following,
      Cursors cursors) {
    this.call = call;
    this.jobs = jobs;
    this.log = log;
    this.runs = runs;
    this.database = database;
    this.access = access;
    this.following = following;
    this.cursors = cursors;
  }

  /**
   * @param after the cursor of a line seen before; none for the whole log
   */
  @Subscription
  @Requires(Permission.JOB_READ)
  public Multi<LogLineType> jobLog(@Id @NonNull String jobId, String after) {
    UUID id = GlobalId.decode("jobId", JOB, jobId);
    UUID tenantId = call.principal().tenantId();
    String list = "log/" + id;
    String place = cursors.decode("after", list, tenantId, after);
    return following
        .follow(
            JobLog.topic(id),
            place,
            (principal, cursor) -> lines(principal, id, cursor),
            LogLine::cursor)
        .map(line -> LogLineType.of(line, cursors.encode(list, tenantId, line.cursor())));
  }

  private List<LogLine> lines(Principal principal, UUID jobId, String cursor) {
    Job job = database.transact(principal.tenantId(), tx -> jobs.get(tx, jobId));
    access.require(principal, Permission.JOB_READ, job.projectId(), "job");
    return log.read(principal.tenantId(), jobId, cursor, BATCH_LINES);
  }

  /**
   * Each of the project's hundred newest jobs as it is, and again whenever it changes or its run
   * does: a run ends after its job, when what the job left has become its own.
   */
  @Subscription
  @Requires(Permission.JOB_READ)
  public Multi<JobType> jobChanged(@Id @NonNull String projectId) {
    UUID id = GlobalId.decode("projectId", PROJECT, projectId);
    Map<UUID, Seen> seen = new HashMap<>();
    return following
        .follow(
            "project/" + id + "/jobs",
            null,
            (principal, cursor) -> changed(principal, id, seen),
            job -> job.id().toString())
        .map(JobType::toldAnew);
  }

  private List<Job> changed(Principal principal, UUID projectId, Map<UUID, Seen> seen) {
    access.require(principal, Permission.JOB_READ, projectId, "project");
    List<Job> watched = jobs.page(principal.tenantId(), projectId, Set.of(), WATCHED_JOBS, null);
    if (watched.isEmpty()) {
      requireProject(principal, projectId); // with a job, there is a project
    }
    List<UUID> runIds = watched.stream().map(Job::runId).filter(Objects::nonNull).toList();
    Map<UUID, Run> runsById = runs.byIds(principal, runIds);
    List<Job> news =
        watched.stream()
            .filter(
                job -> {
                  Seen now = Seen.of(job, runsById.get(job.runId()));
                  return !now.equals(seen.put(job.id(), now));
                })
            .toList();
    return news.reversed();
  }

  private void requireProject(Principal principal, UUID projectId) {
    database.transact(
        principal.tenantId(),
        tx -> {
          access.requireIn(tx, principal, Permission.JOB_READ, projectId);
          return null;
        });
  }

  /**
   * What a follower was last told.
   *
   * @param runStatus null for a job without a run, or with one that the follower may not read
   */
  private record Seen(int version, RunStatus runStatus) {
    static Seen of(Job job, Run run) {
      return new Seen(job.version(), run == null ? null : run.status());
    }
  }
}
