package io.keelson.api.graphql.job;

import static io.keelson.api.graphql.GraphTypes.DATASET_VERSION;
import static io.keelson.api.graphql.GraphTypes.EXPERIMENT;
import static io.keelson.api.graphql.GraphTypes.JOB;
import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.TraceContext;
import io.keelson.api.graphql.cost.CostTypes.CostLineType;
import io.keelson.api.graphql.cost.CostTypes.MoneyType;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunType;
import io.keelson.api.graphql.job.JobTypes.*;
import io.keelson.api.graphql.page.Cursors;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.training.JobSubmission;
import io.keelson.billing.cost.Costs;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobLog;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.LogLine;
import io.keelson.compute.job.Resources;
import io.keelson.compute.job.Retry;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Jobs and their logs. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class JobApi {
  private static final int DEFAULT_LINES = 200;
  private static final double DEFAULT_CPUS = 1;
  private static final long DEFAULT_MEMORY_BYTES = 768L << 20;
  private final CallContext call;
  private final Jobs jobs;
  private final JobsBehind jobsBehind;
  private final JobLog log;
  private final JobSubmission submission;
  private final Runs runs;
  private final Costs costs;
  private final Authorizer authorizer;
  private final Pages pages;
  private final Cursors cursors;

  JobApi(
      CallContext call,
      Jobs jobs,
      JobsBehind jobsBehind,
      JobLog log,
      JobSubmission submission,
      Runs runs,
      Costs costs,
      Authorizer authorizer,
      Pages pages,
      Cursors cursors) {
    this.call = call;
    this.jobs = jobs;
    this.jobsBehind = jobsBehind;
    this.log = log;
    this.submission = submission;
    this.runs = runs;
    this.costs = costs;
    this.authorizer = authorizer;
    this.pages = pages;
    this.cursors = cursors;
  }

  @NonNull
  @Description("Its jobs, newest first.")
  public JobConnection jobs(
      @Source ProjectType project,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after,
      @Description("Only those in one of these states; all when left out.")
          List<JobStatus> status) {
    Principal principal = call.principal();
    UUID id = project.project().id();
    authorizer.require(principal, Permission.JOB_READ, id);
    Set<JobStatus> statuses = Set.copyOf(GraphTypes.items("status", status));
    return JobConnection.of(
        pages.forward(
            "jobs/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> jobs.page(principal.tenantId(), id, statuses, limit, from),
            Job::id));
  }

  @Description("The run that it carries out; null for none, and without RUN_READ in its project.")
  public List<RunType> run(@Source List<JobType> sources) {
    Principal principal = call.principal();
    List<UUID> ids = sources.stream().map(s -> s.job().runId()).filter(Objects::nonNull).toList();
    Map<UUID, RunType> found = new HashMap<>();
    for (Run run : runs.byIds(principal, ids).values()) {
      found.put(run.id(), new RunType(run));
    }
    return GraphTypes.join(sources, source -> source.job().runId(), found);
  }

  @Description(
      "The job that carries it out; null where the platform does not, and without JOB_READ in its project.")
  public List<JobType> job(@Source List<RunType> sources) {
    return jobsBehind.of(call.principal(), sources, source -> source.run().jobId());
  }

  @Name("job")
  @Description(
      "The job; null where jobId is, where it is gone, and without JOB_READ in its project.")
  public List<JobType> ofCostLines(@Source List<CostLineType> sources) {
    return jobsBehind.of(
        call.principal(), sources, line -> GraphTypes.optional("jobId", JOB, line.jobId()));
  }

  @Description("What runs, at most 200 words; of a trainer, the platform's own command.")
  public List<@NonNull List<@NonNull String>> command(@Source List<JobType> sources) {
    Map<UUID, List<String>> found =
        jobs.commands(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.job().id()),
            bytes -> call.rows().hold(bytes, "reading the commands"));
    return sources.stream()
        .map(source -> found.getOrDefault(source.job().id(), List.of()))
        .toList();
  }

  @Description("What it has cost so far; null without COST_READ in its project.")
  public List<MoneyType> cost(@Source List<JobType> sources) {
    Principal principal = call.principal();
    List<String> labels =
        sources.stream()
            .filter(source -> principal.may(Permission.COST_READ, source.job().projectId()))
            .map(source -> source.job().id().toString())
            .toList();
    Map<String, MoneyType> found = new HashMap<>();
    costs
        .totalsByLabel(principal.tenantId(), UsageLabels.JOB, labels)
        .forEach((id, money) -> found.put(id, MoneyType.of(money)));
    return GraphTypes.join(sources, source -> source.job().id().toString(), found);
  }

  /** Whoever submits or cancels a job gets it as the answer, and need not be one who reads jobs. */
  @NonNull
  @Description("What its command wrote, oldest first. Needs JOB_READ in its project.")
  public LogPageType log(
      @Source JobType job,
      @Description("How many lines, 1 to 1,000; 200 when left out.") Integer first,
      @Description("The endCursor of the page before; left out for the beginning.") String after) {
    Principal principal = call.principal();
    authorizer.require(principal, Permission.JOB_READ, job.job().projectId());
    String list = "log/" + job.job().id();
    String place = cursors.decode("after", list, principal.tenantId(), after);
    int limit = first == null ? DEFAULT_LINES : Input.range("first", first, 1, 1_000);
    List<LogLine> lines = log.read(principal.tenantId(), job.job().id(), place, limit);
    List<LogLineType> shown =
        lines.stream()
            .map(
                line ->
                    LogLineType.of(line, cursors.encode(list, principal.tenantId(), line.cursor())))
            .toList();
    return new LogPageType(shown, shown.isEmpty() ? after : shown.getLast().cursor());
  }

  @Mutation
  @Requires(Permission.JOB_SUBMIT)
  @NonNull
  @Description("Queues a job, and makes the run that it carries out where an experiment is named.")
  public JobType submitJob(@NonNull @Description("The job.") SubmitJob input) {
    return new JobType(submission.submit(call.caller(), newJob(input), TraceContext.traceparent()));
  }

  private static JobSubmission.NewJob newJob(SubmitJob input) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (VariableSpec variable : GraphTypes.items("input.environment", input.environment())) {
      if (environment.put(variable.key(), variable.value()) != null) {
        throw new Invalid("input.environment", variable.key(), "each variable once");
      }
    }
    ResourcesSpec wanted = input.resources();
    Resources resources =
        wanted == null
            ? null
            : new Resources(
                wanted.cpus() == null ? DEFAULT_CPUS : wanted.cpus(),
                wanted.memoryBytes() == null ? DEFAULT_MEMORY_BYTES : wanted.memoryBytes());
    List<JobSubmission.VersionInput> inputs =
        GraphTypes.items("input.inputs", input.inputs()).stream()
            .map(
                one ->
                    new JobSubmission.VersionInput(
                        GlobalId.decode(
                            "input.inputs.datasetVersionId",
                            DATASET_VERSION,
                            one.datasetVersionId()),
                        one.path()))
            .toList();
    return new JobSubmission.NewJob(
        GlobalId.decode("input.projectId", PROJECT, input.projectId()),
        input.name(),
        GraphTypes.items("input.command", input.command()),
        input.trainer(),
        input.parameters() == null
            ? new JsonObject()
            : new JsonObject(input.parameters().toString()),
        environment,
        resources,
        input.maxDuration(),
        GraphTypes.optional("input.experimentId", EXPERIMENT, input.experimentId()),
        inputs,
        input.requires(),
        retries(input.retries()));
  }

  private static List<Retry> retries(List<RetrySpec> wanted) {
    return GraphTypes.items("input.retries", wanted).stream()
        .map(one -> new Retry(one.cause(), one.most(), one.firstPause()))
        .toList();
  }

  @Mutation
  @Requires(Permission.JOB_SUBMIT)
  @NonNull
  @Description("Ends a job that has not ended; what it used is billed.")
  public JobType cancelJob(
      @Id @NonNull @Description("The job.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new JobType(
        submission.cancel(call.caller(), GlobalId.decode("id", JOB, id), expectedVersion));
  }
}
