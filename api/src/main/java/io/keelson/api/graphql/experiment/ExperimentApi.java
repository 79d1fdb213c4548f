package io.keelson.api.graphql.experiment;

import static io.keelson.api.graphql.GraphTypes.DATASET_VERSION;
import static io.keelson.api.graphql.GraphTypes.EXPERIMENT;
import static io.keelson.api.graphql.GraphTypes.PROJECT;
import static io.keelson.api.graphql.GraphTypes.RUN;

import io.keelson.api.catalog.experiment.Experiment;
import io.keelson.api.catalog.experiment.Experiments;
import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunComparison;
import io.keelson.api.catalog.experiment.RunDetails;
import io.keelson.api.catalog.experiment.RunRanking;
import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.metric.MetricPoint;
import io.keelson.api.catalog.metric.RunMetrics;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.experiment.ExperimentTypes.*;
import io.keelson.api.graphql.experiment.TagTypes.*;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Experiments and their runs. What is inside a run is {@link RunApi}'s. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ExperimentApi {
  private final CallContext call;
  private final Experiments experiments;
  private final Runs runs;
  private final RunRanking ranking;
  private final RunDetails details;
  private final RunMetrics metrics;
  private final Pages pages;

  ExperimentApi(
      CallContext call,
      Experiments experiments,
      Runs runs,
      RunRanking ranking,
      RunDetails details,
      RunMetrics metrics,
      Pages pages) {
    this.call = call;
    this.experiments = experiments;
    this.runs = runs;
    this.ranking = ranking;
    this.details = details;
    this.metrics = metrics;
    this.pages = pages;
  }

  @NonNull
  @Description("Its experiments, oldest first.")
  public ExperimentConnection experiments(
      @Source ProjectType project,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = project.project().id();
    return ExperimentConnection.of(
        pages.forward(
            "experiments/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> experiments.page(principal, id, limit, from),
            Experiment::id));
  }

  @NonNull
  @Description("Its runs, newest first or by how well they did.")
  public RunConnection runs(
      @Source ExperimentType experiment,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after,
      @Description("Only those in one of these states; all when left out.") List<RunStatus> status,
      @Description("By the latest value of a metric; newest first when left out.")
          RunOrder orderBy) {
    Principal principal = call.principal();
    UUID id = experiment.experiment().id();
    Set<RunStatus> statuses = Set.copyOf(GraphTypes.items("status", status));
    return RunConnection.of(
        pages.forward(
            "runs/" + id + place(orderBy),
            principal.tenantId(),
            first,
            after,
            (limit, from) ->
                orderBy == null
                    ? runs.page(principal, id, statuses, limit, from)
                    : ranking.page(
                        principal, id, statuses, orderBy.key(), orderBy.direction(), limit, from),
            Run::id));
  }

  /** A cursor belongs to the order it was made in. */
  private static String place(RunOrder orderBy) {
    return orderBy == null ? "" : "/" + orderBy.direction() + "/" + orderBy.key();
  }

  @Query
  @Requires(Permission.RUN_READ)
  @NonNull
  @Description("The tenant's runs, newest first; what the caller may not read is left out.")
  public RunConnection runs(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after,
      @Description("Only those in one of these states; all when left out.")
          List<RunStatus> status) {
    Principal principal = call.principal();
    Set<RunStatus> statuses = Set.copyOf(GraphTypes.items("status", status));
    return RunConnection.of(
        pages.forward(
            "runs",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> runs.newest(principal, statuses, limit, from),
            Run::id));
  }

  @Query
  @Requires(Permission.RUN_READ)
  @NonNull
  @Description("Runs side by side.")
  public RunComparisonType compareRuns(
      @Id @NonNull @Description("The runs, 1 to 50.") List<@NonNull String> ids) {
    RunComparison comparison =
        details.compare(
            call.principal(), ids.stream().map(id -> GlobalId.decode("ids", RUN, id)).toList());
    return new RunComparisonType(
        comparison.runs().stream().map(RunType::new).toList(),
        comparison.differingParams(),
        comparison.metrics());
  }

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  @Description("Makes an experiment without runs.")
  public ExperimentType createExperiment(
      @NonNull @Description("The experiment.") CreateExperiment input) {
    return new ExperimentType(
        experiments.create(
            call.caller(),
            new Experiments.NewExperiment(
                GlobalId.decode("input.projectId", PROJECT, input.projectId()),
                input.name(),
                TagSpec.tags("input.tags", input.tags()))));
  }

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  @Description("Begins a run that the caller carries out elsewhere: RUNNING at once.")
  public RunType createRun(@NonNull @Description("The run.") CreateRun input) {
    List<UUID> versions =
        GraphTypes.items("input.datasetVersionIds", input.datasetVersionIds()).stream()
            .map(id -> GlobalId.decode("input.datasetVersionIds", DATASET_VERSION, id))
            .toList();
    return new RunType(
        runs.create(
            call.caller(),
            new Runs.NewRun(
                GlobalId.decode("input.experimentId", EXPERIMENT, input.experimentId()),
                input.name(),
                ParamSpec.params("input.params", input.params()),
                TagSpec.tags("input.tags", input.tags()),
                versions,
                GraphTypes.optional("input.parentId", RUN, input.parentId()))));
  }

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  @Description(
      "Writes measurements, parameters and tags of a run, all or none of them; one that has ended takes more.")
  public RunType logBatch(@NonNull @Description("What to write.") LogBatch input) {
    List<MetricPoint> points =
        GraphTypes.items("input.metrics", input.metrics()).stream()
            .map(
                metric -> new MetricPoint(metric.key(), metric.value(), metric.step(), metric.at()))
            .toList();
    return new RunType(
        metrics.logBatch(
            call.caller(),
            new RunMetrics.LogBatch(
                GlobalId.decode("input.runId", RUN, input.runId()),
                points,
                ParamSpec.params("input.params", input.params()),
                TagSpec.tags("input.tags", input.tags()))));
  }

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  @Description(
      "Ends a run, or sets a SCHEDULED one RUNNING. CONFLICT when its state does not lead there.")
  public RunType finishRun(
      @Id @NonNull @Description("The run.") String id,
      @NonNull @Description("What it becomes.") RunStatus status,
      @Description("The version that is meant; left out for whichever it has.")
          Integer expectedVersion) {
    return new RunType(
        runs.finish(call.caller(), GlobalId.decode("id", RUN, id), status, expectedVersion));
  }
}
