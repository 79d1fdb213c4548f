package io.keelson.api.graphql.job;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.job.JobTypes.*;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobLists;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.lease.Attempts;
import io.keelson.compute.scheduler.RoomHolders;
import io.keelson.compute.scheduler.WaitingJobs;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Jobs over the whole tenant, where each has run and what it waits for. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class TenantJobsApi {
  private final CallContext call;
  private final JobLists lists;
  private final Attempts attempts;
  private final WaitingJobs waiting;
  private final Authorizer authorizer;
  private final Pages pages;

  TenantJobsApi(
      CallContext call,
      JobLists lists,
      Attempts attempts,
      WaitingJobs waiting,
      Authorizer authorizer,
      Pages pages) {
    this.call = call;
    this.lists = lists;
    this.attempts = attempts;
    this.waiting = waiting;
    this.authorizer = authorizer;
    this.pages = pages;
  }

  @Query
  @Requires(Permission.JOB_READ)
  @NonNull
  @Description("The tenant's jobs, newest first; what the caller may not read is left out.")
  public JobConnection jobs(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after,
      @Description("Only those in one of these states; all when left out.")
          List<JobStatus> status) {
    Principal principal = call.principal();
    Set<UUID> projects = authorizer.projectsWith(principal, Permission.JOB_READ);
    Set<JobStatus> statuses = Set.copyOf(GraphTypes.items("status", status));
    return JobConnection.of(
        pages.forward(
            "jobs",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> lists.newest(principal.tenantId(), projects, statuses, limit, from),
            Job::id));
  }

  @Description("The times that it was given a machine, oldest first: the latest ones, at most 100.")
  public List<@NonNull List<@NonNull AttemptType>> attempts(@Source List<JobType> sources) {
    Map<UUID, List<Attempts.Attempt>> found =
        attempts.ofJobs(
            call.principal().tenantId(), GraphTypes.distinct(sources, source -> source.job().id()));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.job().id(), List.of()).stream()
                    .map(AttemptType::of)
                    .toList())
        .toList();
  }

  @Description("Why it has not started yet, in a sentence; null once it has.")
  public List<String> waitsFor(@Source List<JobType> sources) {
    return GraphTypes.join(
        sources, source -> source.job().id(), waiting.reasons(reader(), jobsOf(sources)));
  }

  @Description(
      "What holds the room of machines that it waits for, the largest first: jobs and endpoints of the organisation that the caller may read, at most 20. None when it waits for something else.")
  public List<@NonNull List<@NonNull RoomHolderType>> roomHeldBy(@Source List<JobType> sources) {
    Map<UUID, RoomHolders.Holders> held = waiting.roomHolders(reader(), jobsOf(sources));
    return sources.stream()
        .map(source -> held.get(source.job().id()))
        .map(
            holders ->
                holders == null
                    ? List.<RoomHolderType>of()
                    : holders.named().stream().map(RoomHolderType::of).toList())
        .toList();
  }

  private RoomHolders.Reader reader() {
    Principal principal = call.principal();
    return new RoomHolders.Reader(
        principal.tenantId(),
        authorizer.projectsWithIfAny(principal, Permission.JOB_READ),
        authorizer.projectsWithIfAny(principal, Permission.ENDPOINT_READ));
  }

  private static List<Job> jobsOf(List<JobType> sources) {
    return sources.stream().map(JobType::job).distinct().toList();
  }
}
