package io.keelson.api.graphql.experiment;

import io.keelson.api.catalog.experiment.Artifact;
import io.keelson.api.catalog.experiment.Experiment;
import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunRanking;
import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.api.catalog.experiment.Tag;
import io.keelson.api.catalog.metric.LatestMetric;
import io.keelson.api.catalog.metric.Series;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Experiments and runs as the API shows them. */
public final class ExperimentTypes {
  private ExperimentTypes() {}

  @Name("Tag")
  public record TagType(@NonNull String key, @NonNull String value) {
    static List<TagType> of(List<Tag> tags) {
      return tags.stream().map(tag -> new TagType(tag.key(), tag.value())).toList();
    }
  }

  @Name("Experiment")
  public record ExperimentType(@Ignore Experiment experiment) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.EXPERIMENT, experiment.id());
    }

    @NonNull
    public String getName() {
      return experiment.name();
    }

    @NonNull
    public List<@NonNull TagType> getTags() {
      return TagType.of(experiment.tags());
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return experiment.createdAt();
    }

    @NonNull
    public Integer getVersion() {
      return experiment.version();
    }
  }

  @Name("ExperimentEdge")
  public record ExperimentEdge(@NonNull ExperimentType node, @NonNull String cursor) {}

  @Name("ExperimentConnection")
  public record ExperimentConnection(
      @NonNull List<@NonNull ExperimentEdge> edges, @NonNull PageInfo pageInfo) {
    static ExperimentConnection of(Page<Experiment> page) {
      return new ExperimentConnection(
          page.edges(
              (experiment, cursor) -> new ExperimentEdge(new ExperimentType(experiment), cursor)),
          page.info());
    }
  }

  @Name("Run")
  public record RunType(@Ignore Run run) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.RUN, run.id());
    }

    @NonNull
    public String getName() {
      return run.name();
    }

    @NonNull
    public RunStatus getStatus() {
      return run.status();
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return run.createdAt();
    }

    @NonNull
    public String getCreatedBy() {
      return run.createdBy().label();
    }

    @NonNull
    public ActorType getCreator() {
      return ActorType.of(run.createdBy());
    }

    public OffsetDateTime getStartedAt() {
      return run.startedAt();
    }

    public OffsetDateTime getEndedAt() {
      return run.endedAt();
    }

    @NonNull
    public Integer getVersion() {
      return run.version();
    }
  }

  @Name("RunEdge")
  public record RunEdge(@NonNull RunType node, @NonNull String cursor) {}

  @Name("RunConnection")
  public record RunConnection(@NonNull List<@NonNull RunEdge> edges, @NonNull PageInfo pageInfo) {
    static RunConnection of(Page<Run> page) {
      return new RunConnection(
          page.edges((run, cursor) -> new RunEdge(new RunType(run), cursor)), page.info());
    }
  }

  /** The value is null where it is not a finite number. */
  @Name("LatestMetric")
  public record LatestMetricType(
      @NonNull String key,
      Double value,
      @NonNull Long step,
      @NonNull OffsetDateTime at,
      Double min,
      Double max) {
    static LatestMetricType of(LatestMetric metric) {
      return new LatestMetricType(
          metric.key(), metric.value(), metric.step(), metric.at(), metric.min(), metric.max());
    }
  }

  @Name("LoggedMetric")
  public record LoggedMetricType(
      @NonNull String key,
      Double value,
      @NonNull Long step,
      @NonNull OffsetDateTime at,
      @NonNull String cursor) {}

  @Name("SeriesPoint")
  public record SeriesPointType(
      @NonNull Double x, Double min, Double max, Double mean, Double last) {}

  @Name("Series")
  public record SeriesType(@NonNull String key, @NonNull List<@NonNull SeriesPointType> points) {
    static SeriesType of(Series series) {
      return new SeriesType(
          series.key(),
          series.points().stream()
              .map(p -> new SeriesPointType(p.x(), p.min(), p.max(), p.mean(), p.last()))
              .toList());
    }
  }

  @Name("Artifact")
  public record ArtifactType(@Ignore Artifact artifact) {
    @NonNull
    public String getPath() {
      return artifact.path();
    }

    @NonNull
    public Boolean getFolder() {
      return artifact.folder();
    }

    public Long getSizeBytes() {
      return artifact.sizeBytes();
    }
  }

  @Name("RunComparison")
  public record RunComparisonType(
      @NonNull List<@NonNull RunType> runs,
      @NonNull List<@NonNull String> differingParams,
      @NonNull List<@NonNull String> metrics) {}

  @Input("RunOrderInput")
  @Description("By the latest value of a metric.")
  public record RunOrder(@NonNull String key, @NonNull RunRanking.Direction direction) {}

  @Input("TagInput")
  public record TagSpec(@NonNull String key, @NonNull String value) {
    /**
     * @param field to name when one of them is null
     */
    public static List<Tag> tags(String field, List<TagSpec> specs) {
      return GraphTypes.items(field, specs).stream()
          .map(spec -> new Tag(spec.key(), spec.value()))
          .toList();
    }
  }

  @Input("MetricInput")
  public record MetricSpec(
      @NonNull String key, @NonNull Double value, Long step, OffsetDateTime at) {}

  public record LogBatch(
      @Id @NonNull String runId,
      List<MetricSpec> metrics,
      List<TagSpec> params,
      List<TagSpec> tags) {}

  public record CreateExperiment(
      @Id @NonNull String projectId, @NonNull String name, List<TagSpec> tags) {}

  public record CreateRun(
      @Id @NonNull String experimentId,
      String name,
      List<TagSpec> params,
      List<TagSpec> tags,
      List<String> datasetVersionIds,
      @Id String parentId) {}
}
