package io.keelson.api.graphql.experiment;

import io.keelson.api.catalog.experiment.Artifact;
import io.keelson.api.catalog.experiment.Experiment;
import io.keelson.api.catalog.experiment.RemovedDataset;
import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunLists;
import io.keelson.api.catalog.experiment.RunRanking;
import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.experiment.MetricTypes.MetricSpec;
import io.keelson.api.graphql.experiment.TagTypes.ParamSpec;
import io.keelson.api.graphql.experiment.TagTypes.TagSpec;
import io.keelson.api.graphql.experiment.TagTypes.TagType;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.smallrye.graphql.api.Nullable;
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

  @Name("RemovedDataset")
  @Description("A data set version that a run has read, of a project that was removed since.")
  public record RemovedDatasetType(
      @NonNull @Description("What it was called: its project's slug, its own name and its number.")
          String name,
      @NonNull @Description("The digest of its files, as sha256:….") String digest) {
    static RemovedDatasetType of(RemovedDataset dataset) {
      return new RemovedDatasetType(dataset.name(), dataset.digest());
    }
  }

  @Name("Experiment")
  @Description("Runs that try the same thing.")
  public record ExperimentType(@Ignore Experiment experiment) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.EXPERIMENT, experiment.id());
    }

    @NonNull
    @Description("Unlike those of the project's other experiments.")
    public String getName() {
      return experiment.name();
    }

    @NonNull
    @Description("What people said of it, by key; at most 100.")
    public List<@NonNull TagType> getTags() {
      return TagType.of(experiment.tags());
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return experiment.createdAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return experiment.version();
    }
  }

  @Name("ExperimentEdge")
  @Description("An experiment in a page.")
  public record ExperimentEdge(
      @NonNull @Description("The experiment.") ExperimentType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("ExperimentConnection")
  @Description("A page of experiments.")
  public record ExperimentConnection(
      @NonNull @Description("The experiments with their cursors.")
          List<@NonNull ExperimentEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static ExperimentConnection of(Page<Experiment> page) {
      return new ExperimentConnection(
          page.edges(
              (experiment, cursor) -> new ExperimentEdge(new ExperimentType(experiment), cursor)),
          page.info());
    }
  }

  @Name("Run")
  @Description("One try in an experiment: what it was given, what it measured, what it left.")
  public record RunType(@Ignore Run run) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.RUN, run.id());
    }

    @Id
    @NonNull
    @Description("The project that it belongs to, also without PROJECT_READ.")
    public String getProjectId() {
      return GraphTypes.id(GraphTypes.PROJECT, run.projectId());
    }

    @NonNull
    @Description("What people call it.")
    public String getName() {
      return run.name();
    }

    @NonNull
    @Description("Where it stands.")
    public RunStatus getStatus() {
      return run.status();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return run.createdAt();
    }

    @NonNull
    @Description("The label of whoever began it.")
    public String getCreatedBy() {
      return run.createdBy().label();
    }

    @NonNull
    @Description("Who began it.")
    public ActorType getCreator() {
      return ActorType.of(run.createdBy());
    }

    @Description("When it began to run; null while SCHEDULED.")
    public OffsetDateTime getStartedAt() {
      return run.startedAt();
    }

    @Description("When it came to its end; null before.")
    public OffsetDateTime getEndedAt() {
      return run.endedAt();
    }

    @Description("When it was archived: lists leave it out since then; null where they do not.")
    public OffsetDateTime getArchivedAt() {
      return run.archivedAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return run.version();
    }
  }

  @Name("RunEdge")
  @Description("A run in a page.")
  public record RunEdge(
      @NonNull @Description("The run.") RunType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("RunConnection")
  @Description("A page of runs.")
  public record RunConnection(
      @NonNull @Description("The runs with their cursors.") List<@NonNull RunEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo,
      @Ignore RunList list) {
    /** What it is a page of. */
    record RunList(RunLists.Scope scope, RunFilter filter) {}

    static RunConnection of(Page<Run> page, RunList list) {
      return new RunConnection(
          page.edges((run, cursor) -> new RunEdge(new RunType(run), cursor)), page.info(), list);
    }
  }

  @Name("Artifact")
  @Description("A file that a run left, or a folder of them.")
  public record ArtifactType(@Ignore Artifact artifact) {
    @NonNull
    @Description("From the run's root, parts divided by slashes.")
    public String getPath() {
      return artifact.path();
    }

    @NonNull
    @Description("Whether there is more inside it.")
    public Boolean getFolder() {
      return artifact.folder();
    }

    @Description("How large it is, in bytes; null for a folder.")
    public Long getSizeBytes() {
      return artifact.sizeBytes();
    }
  }

  @Name("RunComparison")
  @Description("Runs side by side.")
  public record RunComparisonType(
      @NonNull @Description("In the order asked for, each once; at most 50.")
          List<@NonNull RunType> runs,
      @NonNull
          @Description(
              "Keys of parameters that are not the same in all of the runs, sorted; at most 50,000.")
          List<@NonNull String> differingParams,
      @NonNull @Description("Keys that any of the runs measured, sorted; at most 100,000.")
          List<@NonNull String> metrics) {}

  @Input("RunOrderInput")
  @Description("By the latest value of a metric.")
  public record RunOrder(
      @NonNull @Description("The metric: 1 to 250 letters, digits or _ . / : - and spaces.")
          String key,
      @NonNull @Description("Which values come first.") RunRanking.Direction direction) {}

  @Description("What a run has to tell, written together or not at all.")
  public record LogBatch(
      @Id @NonNull @Description("The run; one that has ended takes more.") String runId,
      @Description("Measurements; at most 1,000.") List<MetricSpec> metrics,
      @Description(
              "What the run was given; at most 100, each key once. One that is there with another value is a CONFLICT.")
          List<ParamSpec> params,
      @Description(
              "What to say of the run; at most 100, each key once. They replace those with the same keys.")
          List<TagSpec> tags) {}

  @Description("What people want to say of a run.")
  public record UpdateRun(
      @Id @NonNull @Description("The run.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion,
      @Description("1 to 200 characters; the one that it has when left out.") String name,
      @Description(
              "CommonMark of up to 10,000 characters; the one that it has when left out, none when empty.")
          String note,
      @Description(
              "What to say of the run; at most 100, each key once. They replace those with the same keys.")
          List<TagSpec> tags,
      @Description("Keys of tags that go; at most 100. Those that are not there are none.")
          List<String> removedTags) {}

  @Description("An experiment to make.")
  public record CreateExperiment(
      @Id @NonNull @Description("The project that it will belong to.") String projectId,
      @NonNull @Description("1 to 200 characters; no other experiment of the project has it.")
          String name,
      @Description("What people want to say of it; at most 100, each key once.")
          List<TagSpec> tags) {}

  @Description("A run to begin, which the caller carries out elsewhere.")
  public record CreateRun(
      @Id @NonNull @Description("The experiment that it belongs to.") String experimentId,
      @Description("1 to 200 characters; one is made up when left out.") String name,
      @Description("What it is given; at most 100, each key once.") List<ParamSpec> params,
      @Description("What people want to say of it; at most 100, each key once.") List<TagSpec> tags,
      @Id @Nullable @Description("Sealed data set versions that it reads; at most 100.")
          List<@NonNull String> datasetVersionIds,
      @Id @Description("A run of the same experiment that it is a part of.") String parentId) {}
}
