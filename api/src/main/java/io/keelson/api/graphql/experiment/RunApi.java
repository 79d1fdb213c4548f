package io.keelson.api.graphql.experiment;

import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.experiment.Experiments;
import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunArtifacts;
import io.keelson.api.catalog.experiment.RunDetails;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.experiment.Tag;
import io.keelson.api.catalog.metric.RunMetrics;
import io.keelson.api.catalog.metric.SeriesAxis;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.cost.CostTypes.CostReportType;
import io.keelson.api.graphql.cost.CostTypes.MoneyType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.experiment.ExperimentTypes.*;
import io.keelson.api.graphql.experiment.MetricTypes.*;
import io.keelson.api.graphql.experiment.TagTypes.*;
import io.keelson.api.graphql.model.ModelTypes.ModelVersionType;
import io.keelson.api.identity.CallContext;
import io.keelson.billing.cost.Costs;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.billing.usage.UsageScope;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What is inside a run: each field of a page of runs is read in one go. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class RunApi {
  private final CallContext call;
  private final Runs runs;
  private final Experiments experiments;
  private final RunDetails details;
  private final RunMetrics metrics;
  private final RunArtifacts artifacts;
  private final DatasetVersions datasetVersions;
  private final ModelVersions modelVersions;
  private final Costs costs;

  RunApi(
      CallContext call,
      Runs runs,
      Experiments experiments,
      RunDetails details,
      RunMetrics metrics,
      RunArtifacts artifacts,
      DatasetVersions datasetVersions,
      ModelVersions modelVersions,
      Costs costs) {
    this.call = call;
    this.runs = runs;
    this.experiments = experiments;
    this.details = details;
    this.metrics = metrics;
    this.artifacts = artifacts;
    this.datasetVersions = datasetVersions;
    this.modelVersions = modelVersions;
    this.costs = costs;
  }

  @Description("What it was given, sorted by key; at most 1,000.")
  public List<@NonNull List<@NonNull ParamType>> params(@Source List<RunType> sources) {
    Map<UUID, List<Tag>> found = details.params(call.principal(), ids(sources));
    return sources.stream()
        .map(source -> ParamType.of(found.getOrDefault(source.run().id(), List.of())))
        .toList();
  }

  @Description("What people said of it, sorted by key; at most 1,000.")
  public List<@NonNull List<@NonNull TagType>> tags(@Source List<RunType> sources) {
    Map<UUID, List<Tag>> found = details.tags(call.principal(), ids(sources));
    return sources.stream()
        .map(source -> TagType.of(found.getOrDefault(source.run().id(), List.of())))
        .toList();
  }

  @Description("What people noted of it, as CommonMark; null for nothing.")
  public List<String> note(@Source List<RunType> sources) {
    return GraphTypes.join(
        sources, source -> source.run().id(), details.notes(call.principal(), ids(sources)));
  }

  @Description("The latest measurement of each key, sorted by key; at most 2,000.")
  public List<@NonNull List<@NonNull LatestMetricType>> metrics(@Source List<RunType> sources) {
    var found = metrics.latest(call.principal(), ids(sources));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.run().id(), List.of()).stream()
                    .map(LatestMetricType::of)
                    .toList())
        .toList();
  }

  @Description(
      "The metric that says most of it: how good it is on data kept apart (val.f1, test/accuracy), else how good it is at all, else its loss on data kept apart, else any loss, else any metric; of several alike the first by name. Null where it logged none.")
  public List<LeadingMetricType> leadingMetric(@Source List<RunType> sources) {
    Map<UUID, LeadingMetricType> found = new HashMap<>();
    metrics
        .leading(call.principal(), ids(sources))
        .forEach((id, metric) -> found.put(id, LeadingMetricType.of(metric)));
    return GraphTypes.join(sources, source -> source.run().id(), found);
  }

  @NonNull
  @Description(
      "A series for each key, at most 50, in the order asked for; an unknown key has no points.")
  public List<@NonNull SeriesType> series(
      @Source RunType run,
      @NonNull @Description("The metrics, 1 to 50.") List<@NonNull String> keys,
      @DefaultValue("500") @Description("How many points a series has at most, 1 to 2,000.")
          Integer buckets,
      @DefaultValue("STEP") @Description("What the series are drawn over.") SeriesAxis x) {
    int most = Input.present("buckets", buckets);
    return metrics.series(call.principal(), run.run().id(), keys, most, x).stream()
        .map(SeriesType::of)
        .toList();
  }

  @Description(
      "What it has read of projects that were removed since, by what it was called; at most 100.")
  public List<@NonNull List<@NonNull RemovedDatasetType>> removedDatasets(
      @Source List<RunType> sources) {
    var found = details.removedDatasets(call.principal(), ids(sources));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.run().id(), List.of()).stream()
                    .map(RemovedDatasetType::of)
                    .toList())
        .toList();
  }

  @Description("The data set versions that it reads and the caller may read, at most 100.")
  public List<@NonNull List<@NonNull DatasetVersionType>> datasets(@Source List<RunType> sources) {
    Principal principal = call.principal();
    var found = details.datasets(principal, ids(sources));
    List<UUID> versionIds =
        found.values().stream()
            .flatMap(List::stream)
            .map(d -> d.datasetVersionId())
            .distinct()
            .toList();
    Map<UUID, DatasetVersion> versions =
        GraphTypes.inBatches(versionIds, ids -> datasetVersions.byIds(principal, ids));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.run().id(), List.of()).stream()
                    .map(dataset -> versions.get(dataset.datasetVersionId()))
                    .filter(Objects::nonNull)
                    .map(DatasetVersionType::new)
                    .toList())
        .toList();
  }

  @Description(
      "The model versions that came of it and the caller may read, oldest first; at most 100.")
  public List<@NonNull List<@NonNull ModelVersionType>> models(@Source List<RunType> sources) {
    var found = modelVersions.ofRuns(call.principal(), ids(sources));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.run().id(), List.of()).stream()
                    .map(ModelVersionType::new)
                    .toList())
        .toList();
  }

  @Description("The experiment that it belongs to.")
  public List<@NonNull ExperimentType> experiment(@Source List<RunType> sources) {
    Map<UUID, ExperimentType> found = new HashMap<>();
    experiments
        .byIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.run().experimentId()))
        .forEach((id, experiment) -> found.put(id, new ExperimentType(experiment)));
    return GraphTypes.joinAll(
        sources, source -> source.run().experimentId(), found, Permission.RUN_READ);
  }

  @Description("The run that it is a part of; null for none.")
  public List<RunType> parent(@Source List<RunType> sources) {
    List<UUID> parents =
        sources.stream().map(s -> s.run().parentId()).filter(Objects::nonNull).toList();
    Map<UUID, Run> found = parents.isEmpty() ? Map.of() : runs.byIds(call.principal(), parents);
    Map<UUID, RunType> types = new HashMap<>();
    found.forEach((id, run) -> types.put(id, new RunType(run)));
    return GraphTypes.join(sources, source -> source.run().parentId(), types);
  }

  @NonNull
  @Description("What lies directly in the folder, at most 10,000.")
  public List<@NonNull ArtifactType> artifacts(
      @Source RunType run, @Description("The folder; the root when left out.") String path) {
    return artifacts.list(call.principal(), run.run().id(), path).stream()
        .map(ArtifactType::new)
        .toList();
  }

  @Description(
      "Signed, good for a few minutes and as long as the caller's rights last; null for a folder.")
  public String downloadUrl(@Source ArtifactType artifact) {
    return artifact.artifact().folder()
        ? null
        : artifacts.downloadUrl(call.principal(), artifact.artifact()).toString();
  }

  @Description("What it has cost so far; null without COST_READ in its project.")
  public List<MoneyType> cost(@Source List<RunType> sources) {
    return GraphTypes.join(sources, source -> source.run().id().toString(), costs(sources));
  }

  @Description(
      "What it has cost so far, for its lines; of all time. Null without COST_READ in its project.")
  public List<CostReportType> costReport(@Source List<RunType> sources) {
    Map<String, CostReportType> found = new HashMap<>();
    costs(sources)
        .forEach(
            (id, total) ->
                found.put(
                    id, new CostReportType(total, UsageScope.run(UUID.fromString(id)), null)));
    return GraphTypes.join(sources, source -> source.run().id().toString(), found);
  }

  /** By the run's id; only of those whose cost the caller may read. */
  private Map<String, MoneyType> costs(List<RunType> sources) {
    Principal principal = call.principal();
    List<String> labels =
        sources.stream()
            .filter(source -> principal.may(Permission.COST_READ, source.run().projectId()))
            .map(source -> source.run().id().toString())
            .toList();
    Map<String, MoneyType> found = new HashMap<>();
    costs
        .totalsByLabel(principal.tenantId(), UsageLabels.RUN, labels)
        .forEach((id, money) -> found.put(id, MoneyType.of(money)));
    return found;
  }

  private static List<UUID> ids(List<RunType> sources) {
    return sources.stream().map(source -> source.run().id()).toList();
  }
}
