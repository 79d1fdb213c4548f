package io.keelson.api.graphql.experiment;

import static io.keelson.api.graphql.GraphTypes.DATASET_VERSION;
import static io.keelson.api.graphql.GraphTypes.EXPERIMENT;
import static io.keelson.api.graphql.GraphTypes.PROJECT;
import static io.keelson.api.graphql.GraphTypes.RUN;

import io.keelson.api.catalog.experiment.Experiment;
import io.keelson.api.catalog.experiment.Experiments;
import io.keelson.api.catalog.experiment.RunChanges;
import io.keelson.api.catalog.experiment.RunComparison;
import io.keelson.api.catalog.experiment.RunDetails;
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
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/**
 * Experiments and their runs. What is inside a run is {@link RunApi}'s, lists of them {@link
 * RunListApi}'s.
 */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ExperimentApi {
  private final CallContext call;
  private final Experiments experiments;
  private final Runs runs;
  private final RunChanges changes;
  private final RunDetails details;
  private final RunMetrics metrics;
  private final Pages pages;

  ExperimentApi(
      CallContext call,
      Experiments experiments,
      Runs runs,
      RunChanges changes,
      RunDetails details,
      RunMetrics metrics,
      Pages pages) {
    this.call = call;
    this.experiments = experiments;
    this.runs = runs;
    this.changes = changes;
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

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  @Description("Renames a run, notes something of it, sets and removes its tags: all or nothing.")
  public RunType updateRun(@NonNull @Description("What to say of it.") UpdateRun input) {
    return new RunType(
        changes.update(
            call.caller(),
            new RunChanges.UpdateRun(
                GlobalId.decode("input.id", RUN, input.id()),
                input.expectedVersion(),
                input.name(),
                input.note(),
                TagSpec.tags("input.tags", input.tags()),
                GraphTypes.items("input.removedTags", input.removedTags()))));
  }

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  @Description(
      "Has lists leave a run out that has ended. What came of it stays, and node answers it.")
  public RunType archiveRun(
      @Id @NonNull @Description("The run.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new RunType(
        changes.archive(call.caller(), GlobalId.decode("id", RUN, id), expectedVersion));
  }

  @Mutation
  @Requires(Permission.RUN_WRITE)
  @NonNull
  @Description("Has lists show a run again that was archived.")
  public RunType unarchiveRun(
      @Id @NonNull @Description("The run.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new RunType(
        changes.unarchive(call.caller(), GlobalId.decode("id", RUN, id), expectedVersion));
  }
}
