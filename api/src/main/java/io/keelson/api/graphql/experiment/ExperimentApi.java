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
  public ExperimentConnection experiments(
      @Source ProjectType project, Integer first, String after) {
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

  /** Newest first, or by how well they did. */
  @NonNull
  public RunConnection runs(
      @Source ExperimentType experiment,
      Integer first,
      String after,
      List<RunStatus> status,
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

  /** Of the whole tenant. */
  @Query
  @Requires(Permission.RUN_READ)
  @NonNull
  public RunConnection runs(Integer first, String after, List<RunStatus> status) {
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
  public RunComparisonType compareRuns(@NonNull List<@NonNull String> ids) {
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
  public ExperimentType createExperiment(@NonNull CreateExperiment input) {
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
  public RunType createRun(@NonNull CreateRun input) {
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
                TagSpec.tags("input.params", input.params()),
                TagSpec.tags("input.tags", input.tags()),
                versions,
                GraphTypes.optional("input.parentId", RUN, input.parentId()))));
  }

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  public RunType logBatch(@NonNull LogBatch input) {
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
                TagSpec.tags("input.params", input.params()),
                TagSpec.tags("input.tags", input.tags()))));
  }

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  public RunType finishRun(@Id @NonNull String id, @NonNull RunStatus status) {
    return new RunType(runs.finish(call.caller(), GlobalId.decode("id", RUN, id), status));
  }
}
