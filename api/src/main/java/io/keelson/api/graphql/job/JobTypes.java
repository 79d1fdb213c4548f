package io.keelson.api.graphql.job;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.training.Trainers;
import io.keelson.compute.job.EndCause;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.LogLine;
import io.keelson.compute.job.Retry;
import io.keelson.compute.lease.Attempts;
import io.keelson.compute.lease.LeaseStatus;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Jobs as the API shows them. */
public final class JobTypes {
  private JobTypes() {}

  @Name("Resources")
  @Description("What something may use at most.")
  public record ResourcesType(
      @NonNull @Description("Processors, to the thousandth.") Double cpus,
      @NonNull @Description("Memory, in bytes.") Long memoryBytes) {}

  @Name("Job")
  @Description(
      "A command that runs in a sandbox on a machine that it gets for as long as it needs.")
  public record JobType(@Ignore Job job) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.JOB, job.id());
    }

    @NonNull
    @Description("What people call it.")
    public String getName() {
      return job.name();
    }

    @NonNull
    @Description("Where it stands.")
    public JobStatus getStatus() {
      return job.status();
    }

    @Description("Why it ended as it did, in a sentence; null while there is nothing to say.")
    public String getReason() {
      return job.reason();
    }

    @Description("What its command ended with; null while it runs, and where it never did.")
    public Integer getExitCode() {
      return job.exitCode();
    }

    @NonNull
    @Description(
        "Which attempt this is: 1 at first, one more each time that it was given a machine again.")
    public Integer getAttempt() {
      return job.attempt();
    }

    @NonNull
    @Description("What it may use, and is billed for while it holds it.")
    public ResourcesType getResources() {
      return new ResourcesType(job.resources().cpus(), job.resources().memoryBytes());
    }

    @Description("The trainer that it runs; null for a command of the caller's own.")
    public String getTrainer() {
      return Trainers.named(job.program());
    }

    @Description(
        "How long it may run before it is TIMED_OUT; null for a replica, which may for ever.")
    public Duration getMaxDuration() {
      return job.maxDuration();
    }

    @NonNull
    @Description(
        "After which ends it is tried again, as was asked for, at most 4; without a word on MACHINE_LOST the installation's own bound holds.")
    public List<@NonNull RetryType> getRetries() {
      return job.retries().stream().map(RetryType::of).toList();
    }

    @NonNull
    @Description("The label of whoever submitted it.")
    public String getSubmittedBy() {
      return job.submittedBy().label();
    }

    @NonNull
    @Description("Who submitted it.")
    public ActorType getSubmitter() {
      return ActorType.of(job.submittedBy());
    }

    @NonNull
    @Description("When it was submitted.")
    public OffsetDateTime getSubmittedAt() {
      return job.submittedAt();
    }

    @Description("When its command first ran; null before.")
    public OffsetDateTime getStartedAt() {
      return job.startedAt();
    }

    @Description("When it came to its end; null before.")
    public OffsetDateTime getEndedAt() {
      return job.endedAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return job.version();
    }
  }

  @Name("Retry")
  @Description("How often a job is tried again after ends of one cause.")
  public record RetryType(
      @NonNull @Description("What brought the attempt to its end.") EndCause cause,
      @NonNull @Description("How often at most; 0 for never.") Integer most,
      @NonNull
          @Description("Before the first time; each further pause is twice as long, up to an hour.")
          Duration firstPause) {
    static RetryType of(Retry retry) {
      return new RetryType(retry.cause(), retry.most(), retry.firstPause());
    }
  }

  @Name("JobEdge")
  @Description("A job in a page.")
  public record JobEdge(
      @NonNull @Description("The job.") JobType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("JobConnection")
  @Description("A page of jobs.")
  public record JobConnection(
      @NonNull @Description("The jobs with their cursors.") List<@NonNull JobEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static JobConnection of(Page<Job> page) {
      return new JobConnection(
          page.edges((job, cursor) -> new JobEdge(new JobType(job), cursor)), page.info());
    }
  }

  @Name("Attempt")
  @Description("One time that a job was given a machine.")
  public record AttemptType(
      @NonNull @Description("1 for the first one.") Integer number,
      @NonNull @Description("How its lease of the machine stands.") LeaseStatus status,
      @NonNull @Description("What gave the machine, such as local.") String provider,
      @Description("What brought it to an end; null until that is known, and of a success.")
          EndCause cause,
      @Description("How it came to its end, in a sentence; null until that is known.")
          String reason,
      @Description("When the machine ran; null before, and where it never did.")
          OffsetDateTime startedAt,
      @Description("When the machine was given back or lost; null while the job has it.")
          OffsetDateTime endedAt) {
    static AttemptType of(Attempts.Attempt attempt) {
      return new AttemptType(
          attempt.number(),
          attempt.status(),
          attempt.provider(),
          attempt.cause(),
          attempt.reason(),
          attempt.startedAt(),
          attempt.endedAt());
    }
  }

  @Name("RoomHolder")
  @Description("A job, or a replica of an endpoint, that holds room on a machine.")
  public record RoomHolderType(
      @NonNull @Description("What people call it.") String name,
      @Id @Description("The job; null for a replica.") String jobId,
      @Id @Description("The endpoint that the replica belongs to; null for a job.")
          String endpointId) {
    static RoomHolderType of(Job job) {
      boolean task = job.kind() == JobKind.TASK;
      return new RoomHolderType(
          job.name(),
          task ? GraphTypes.id(GraphTypes.JOB, job.id()) : null,
          task || job.endpointId() == null
              ? null
              : GraphTypes.id(GraphTypes.ENDPOINT, UUID.fromString(job.endpointId())));
    }
  }

  @Name("LogLine")
  @Description("A line that a job's command wrote.")
  public record LogLineType(
      @NonNull @Description("When it was written.") OffsetDateTime at,
      @NonNull @Description("Where it was written to.") LogStream stream,
      @NonNull @Description("The line without its end, cut at 8 KiB.") String text,
      @NonNull @Description("Its place in the log, for after.") String cursor) {
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
  @Description("A stretch of a job's log.")
  public record LogPageType(
      @NonNull @Description("The lines, oldest first; as many as first says at most.")
          List<@NonNull LogLineType> lines,
      @Description(
              "The place of its last line; the cursor that was asked for where there are no lines.")
          String endCursor) {}

  @Input("ResourcesInput")
  @Description("What something may use at most, and is billed for while it holds it.")
  public record ResourcesSpec(
      @Description(
              "Processors, to the thousandth: 0.1 to 1,024 for a job, 0.1 to 64 for a replica.")
          Double cpus,
      @Description("Memory, in bytes: 32 MiB to 16 TiB for a job, 128 MiB to 1 TiB for a replica.")
          Long memoryBytes) {}

  @Input("JobInputInput")
  @Description("A data set version for a job to read.")
  public record JobInputSpec(
      @Id @NonNull @Description("The version, which is sealed.") String datasetVersionId,
      @NonNull
          @Description(
              "The folder under inputs/ that its files will lie in; a relative path of at most 1,000 characters.")
          String path) {}

  @Input("VariableInput")
  @Description("A variable of a job's environment.")
  public record VariableSpec(
      @NonNull
          @Description(
              "A letter or underscore, then letters, digits and underscores, at most 100 together; those that begin with KEELSON_ are the platform's own.")
          String key,
      @NonNull @Description("What it says; up to 8 KiB.") String value) {}

  @Input("RetryInput")
  @Description("How often a job is to be tried again after ends of one cause.")
  public record RetrySpec(
      @NonNull @Description("EXIT, OUT_OF_MEMORY, DISK_FULL or MACHINE_LOST.") EndCause cause,
      @NonNull @Description("How often at most, 0 to 20; 0 for never.") Integer most,
      @Description(
              "Before the first time, 1 second to 1 hour, 10 seconds when left out; each further pause is twice as long, up to an hour.")
          Duration firstPause) {}

  @Description("A job to run: exactly one of command and trainer.")
  public record SubmitJob(
      @Id @NonNull @Description("The project that it belongs to and is billed to.")
          String projectId,
      @NonNull @Description("1 to 200 characters.") String name,
      @Description("What runs: at most 200 words, 64 KiB together.") List<String> command,
      @Description("A program of the platform's: tabular.") String trainer,
      @Description("What its parameters.json says; at most 256 KiB.") JsonObject parameters,
      @Description("Variables of the command; at most 100, each key once.")
          List<VariableSpec> environment,
      @Description("What it may use; one CPU and 768 MiB when left out.") ResourcesSpec resources,
      @Description("How long it may run, a second to seven days; an hour when left out.")
          Duration maxDuration,
      @Id @Description("Where a run is made for the job; left out for a job without a run.")
          String experimentId,
      @Description("Data set versions that it reads; at most 20.") List<JobInputSpec> inputs,
      @Description("The least that each of them must be; SEALED when left out.") DataGate requires,
      @Description(
              "After which ends it is tried again, each cause once: at most 4. When nothing is said of MACHINE_LOST, as often as the installation has it; after other ends never.")
          List<RetrySpec> retries) {}
}
