package io.keelson.api.graphql.job;

import static io.keelson.api.graphql.GraphTypes.JOB;
import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.job.JobTypes.LogLineType;
import io.keelson.api.graphql.live.topic.EventFeed;
import io.keelson.api.graphql.live.topic.Following;
import io.keelson.api.graphql.live.topic.StateFeed;
import io.keelson.api.graphql.page.Cursors;
import io.keelson.api.identity.CallContext;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobLog;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.LogLine;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** Jobs as they change, and what they say. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class JobSubscriptions {
  /** Of one line in memory, without its text. */
  private static final long LINE_BYTES = 120;

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
  @Description("The lines of the job's log as they are written.")
  public Multi<LogLineType> jobLog(
      @Id @NonNull @Description("The job.") String jobId,
      @Description("The cursor of a line seen before; left out for the whole log.") String after) {
    UUID id = GlobalId.decode("jobId", JOB, jobId);
    UUID tenantId = call.principal().tenantId();
    String list = "log/" + id;
    String place = cursors.decode("after", list, tenantId, after);
    EventFeed.Reader<LogLine> lines = (cursor, max) -> log.read(tenantId, id, cursor, max);
    EventFeed<LogLine> all =
        new EventFeed<>(
            tenantId,
            JobLog.topic(id),
            lines,
            LogLine::cursor,
            JobLog::inOrder,
            line -> LINE_BYTES + line.text().length());
    return following
        .events(all, lines, place, line -> true, principal -> admitToJob(principal, id))
        .map(line -> LogLineType.of(line, cursors.encode(list, tenantId, line.cursor())));
  }

  private Consumer<Principal> admitToJob(Principal first, UUID jobId) {
    UUID projectId = database.transact(first.tenantId(), tx -> jobs.get(tx, jobId)).projectId();
    return principal -> access.require(principal, Permission.JOB_READ, projectId, "job");
  }

  /**
   * Each of the project's hundred newest jobs as it is, and again whenever it changes or its run
   * does: a run ends after its job, when what the job left has become its own.
   */
  @Subscription
  @Requires(Permission.JOB_READ)
  @Description("A job of the project, each time that it, or the state of its run, changes.")
  public Multi<JobType> jobChanged(@Id @NonNull @Description("The project.") String projectId) {
    UUID id = GlobalId.decode("projectId", PROJECT, projectId);
    UUID tenantId = call.principal().tenantId();
    JobChanges changes = new JobChanges();
    return following
        .states(
            new StateFeed<ProjectJobs>(
                tenantId, JobProgress.topic(id), before -> newest(tenantId, id)),
            principal -> admitToProject(principal, id),
            (principal, now) ->
                changes.next(
                    now.newest(), principal.may(Permission.RUN_READ, id) ? now.runs() : Map.of()))
        .map(JobType::new);
  }

  private Consumer<Principal> admitToProject(Principal first, UUID projectId) {
    database.transact(
        first.tenantId(),
        tx -> {
          access.requireIn(tx, first, Permission.JOB_READ, projectId);
          return null;
        });
    return principal -> access.require(principal, Permission.JOB_READ, projectId, "project");
  }

  private ProjectJobs newest(UUID tenantId, UUID projectId) {
    List<Job> newest = jobs.page(tenantId, projectId, Set.of(), WATCHED_JOBS, null);
    List<UUID> runIds = newest.stream().map(Job::runId).filter(Objects::nonNull).toList();
    return new ProjectJobs(newest, runs.statuses(tenantId, runIds));
  }

  /** The newest jobs of a project, and how their runs stand. */
  private record ProjectJobs(List<Job> newest, Map<UUID, RunStatus> runs) {}
}
