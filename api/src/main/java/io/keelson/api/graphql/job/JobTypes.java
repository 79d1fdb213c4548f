package io.keelson.api.graphql.job;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.experiment.ExperimentTypes.TagSpec;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.training.Trainers;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.LogLine;
import io.keelson.compute.lease.Attempts;
import io.keelson.compute.lease.LeaseStatus;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Jobs as the API shows them. */
public final class JobTypes {
  private JobTypes() {}

  @Name("Resources")
  public record ResourcesType(@NonNull Double cpus, @NonNull Long memoryBytes) {}

  @Name("Job")
  public record JobType(@Ignore Job job) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.JOB, job.id());
    }

    @NonNull
    public String getName() {
      return job.name();
    }

    @NonNull
    public JobStatus getStatus() {
      return job.status();
    }

    public String getReason() {
      return job.reason();
    }

    public Integer getExitCode() {
      return job.exitCode();
    }

    @NonNull
    public Integer getAttempt() {
      return job.attempt();
    }

    @NonNull
    public ResourcesType getResources() {
      return new ResourcesType(job.resources().cpus(), job.resources().memoryBytes());
    }

    /** What runs; of a trainer, the platform's own command. */
    @NonNull
    public List<@NonNull String> getCommand() {
      return job.command();
    }

    public String getTrainer() {
      return Trainers.named(job.program());
    }

    public Duration getMaxDuration() {
      return job.maxDuration();
    }

    @NonNull
    public String getSubmittedBy() {
      return job.submittedBy().label();
    }

    @NonNull
    public ActorType getSubmitter() {
      return ActorType.of(job.submittedBy());
    }

    @NonNull
    public OffsetDateTime getSubmittedAt() {
      return job.submittedAt();
    }

    public OffsetDateTime getStartedAt() {
      return job.startedAt();
    }

    public OffsetDateTime getEndedAt() {
      return job.endedAt();
    }

    @NonNull
    public Integer getVersion() {
      return job.version();
    }
  }

  @Name("JobEdge")
  public record JobEdge(@NonNull JobType node, @NonNull String cursor) {}

  @Name("JobConnection")
  public record JobConnection(@NonNull List<@NonNull JobEdge> edges, @NonNull PageInfo pageInfo) {
    static JobConnection of(Page<Job> page) {
      return new JobConnection(
          page.edges((job, cursor) -> new JobEdge(new JobType(job), cursor)), page.info());
    }
  }

  @Name("Attempt")
  public record AttemptType(
      @NonNull Integer number,
      @NonNull LeaseStatus status,
      @NonNull String provider,
      String reason,
      OffsetDateTime startedAt,
      OffsetDateTime endedAt) {
    static AttemptType of(Attempts.Attempt attempt) {
      return new AttemptType(
          attempt.number(),
          attempt.status(),
          attempt.provider(),
          attempt.reason(),
          attempt.startedAt(),
          attempt.endedAt());
    }
  }

  @Name("LogLine")
  public record LogLineType(
      @NonNull OffsetDateTime at,
      @NonNull LogStream stream,
      @NonNull String text,
      @NonNull String cursor) {
    static LogLineType of(LogLine line, String cursor) {
      return new LogLineType(
          line.at(), LogStream.valueOf(line.stream().name()), line.text(), cursor);
    }
  }

  /** Where a line was said. */
  public enum LogStream {
    OUT,
    ERR
  }

  @Name("LogPage")
  public record LogPageType(@NonNull List<@NonNull LogLineType> lines, String endCursor) {}

  @Input("ResourcesInput")
  public record ResourcesSpec(Double cpus, Long memoryBytes) {}

  @Input("JobInputInput")
  public record JobInputSpec(@Id @NonNull String datasetVersionId, @NonNull String path) {}

  public record SubmitJob(
      @Id @NonNull String projectId,
      @NonNull String name,
      List<String> command,
      String trainer,
      JsonObject parameters,
      List<TagSpec> environment,
      ResourcesSpec resources,
      Duration maxDuration,
      @Id String experimentId,
      List<JobInputSpec> inputs) {}
}
