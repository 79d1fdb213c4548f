package io.keelson.api.training;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.dataset.DatasetFiles;
import io.keelson.api.catalog.dataset.DatasetReaders;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.experiment.Tag;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.Resources;
import io.keelson.compute.job.Retry;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Turns what a caller wants to run into a job that needs to look nothing up any more: data set
 * versions become files with digests, a trainer becomes a command, and the run it reports to is
 * made in the same transaction.
 */
@ApplicationScoped
public class JobSubmission {
  private static final int MAX_INPUTS = 20;
  private static final Duration DEFAULT_DURATION = Duration.ofHours(1);
  private static final Resources DEFAULT_RESOURCES = new Resources(1, 768L << 20);

  private final Mutations mutations;
  private final TenantDatabase database;
  private final Granting granting;
  private final ProjectAccess access;
  private final DatasetFiles files;
  private final DatasetReaders readers;
  private final Runs runs;
  private final Jobs jobs;

  JobSubmission(
      Mutations mutations,
      TenantDatabase database,
      Granting granting,
      ProjectAccess access,
      DatasetFiles files,
      DatasetReaders readers,
      Runs runs,
      Jobs jobs) {
    this.mutations = mutations;
    this.database = database;
    this.granting = granting;
    this.access = access;
    this.files = files;
    this.readers = readers;
    this.runs = runs;
    this.jobs = jobs;
  }

  /** A data set version whose files are to lie at {@code inputs/<path>/}. */
  public record VersionInput(UUID datasetVersionId, String path) {}

  /**
   * @param command what to run; null when a trainer is named
   * @param trainer {@code tabular}; null when a command is given
   * @param parameters what {@code parameters.json} says
   * @param resources null for one core and 768 MiB
   * @param maxDuration null for one hour
   * @param experimentId where a run is made for the job; null for a job without a run
   * @param requires of the inputs; null for {@link DataGate#SEALED}
   * @param retries after which ends it is tried again
   */
  public record NewJob(
      UUID projectId,
      String name,
      List<String> command,
      String trainer,
      JsonObject parameters,
      Map<String, String> environment,
      Resources resources,
      Duration maxDuration,
      UUID experimentId,
      List<VersionInput> inputs,
      DataGate requires,
      List<Retry> retries) {}

  /**
   * @throws Invalid naming the field
   * @throws io.keelson.tenancy.failure.Forbidden without JOB_SUBMIT and DATASET_READ in the project
   * @throws io.keelson.tenancy.failure.Conflict when an input is not as good as is required
   */
  public Job submit(Caller caller, NewJob input, String traceparent) {
    Input.name("input.name", input.name());
    Input.size("input.inputs", input.inputs(), 0, MAX_INPUTS);
    Trainers.program(input.trainer(), input.command());
    UUID jobId = Ids.next();
    UUID submitted =
        mutations.run(
            caller, "submitJob", input, tx -> submit(tx, caller, jobId, input, traceparent));
    return database.transact(caller.principal().tenantId(), tx -> jobs.get(tx, submitted));
  }

  /** {@link #submit(Caller, NewJob, String)} within a mutation of its own, under this id. */
  public Changed submit(
      Transaction tx, Caller caller, UUID jobId, NewJob input, String traceparent) {
    Trainers.Program program = Trainers.program(input.trainer(), input.command());
    // A tenant that is being suspended waits, and then finds this job among those that end.
    Principal principal = granting.holdingStill(tx, caller.principal());
    access.requireIn(tx, principal, Permission.JOB_SUBMIT, input.projectId());
    List<JobInput> inputs = resolve(tx, caller, input.inputs(), input.requires());
    UUID runId = input.experimentId() == null ? null : run(tx, caller, jobId, input);
    jobs.submit(
        tx,
        jobId,
        new JobSpec(
                input.projectId(),
                runId,
                input.name(),
                JobKind.TASK,
                program.name(),
                program.command(),
                input.environment(),
                input.parameters(),
                inputs,
                input.resources() == null ? DEFAULT_RESOURCES : input.resources(),
                input.maxDuration() == null ? DEFAULT_DURATION : input.maxDuration(),
                traceparent,
                caller.principal().actor())
            .retrying(input.retries()));
    readers.record(tx, jobId, input.projectId(), versions(input));
    return new Changed("job", jobId, input.projectId(), Map.of("name", input.name()));
  }

  private List<JobInput> resolve(
      Transaction tx, Caller caller, List<VersionInput> inputs, DataGate gate) {
    List<JobInput> resolved = new ArrayList<>();
    long pathBytes = 0;
    for (VersionInput input : inputs) {
      String folder = Input.path("input.inputs.path", input.path());
      DatasetFiles.Extent extent =
          files.extent(tx, caller.principal(), input.datasetVersionId(), gate);
      pathBytes += extent.pathBytes() + extent.files() * (bytes(folder) + 1L);
      JobSpec.requireInputs(resolved.size() + extent.files(), pathBytes);
      for (DatasetFile file :
          files.inputs(tx, caller.principal(), input.datasetVersionId(), gate)) {
        resolved.add(new JobInput(folder + "/" + file.path(), file.digest(), file.sizeBytes()));
      }
    }
    return resolved;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<UUID> versions(NewJob input) {
    return input.inputs().stream().map(VersionInput::datasetVersionId).distinct().toList();
  }

  /** A shipped trainer logs its own parameters; those of a command are what was submitted. */
  private UUID run(Transaction tx, Caller caller, UUID jobId, NewJob input) {
    List<Tag> params = new ArrayList<>();
    if (input.trainer() == null && input.parameters() != null) {
      input
          .parameters()
          .forEach(
              entry -> {
                if (!(entry.getValue() instanceof JsonObject)) {
                  params.add(new Tag(entry.getKey(), String.valueOf(entry.getValue())));
                }
              });
    }
    UUID runId = Ids.next();
    UUID projectId =
        runs.schedule(
            tx,
            caller.principal(),
            runId,
            jobId,
            new Runs.NewRun(
                input.experimentId(), input.name(), params, List.of(), versions(input), null));
    if (!projectId.equals(input.projectId())) {
      throw new NotFound("experiment in this project");
    }
    return runId;
  }

  /**
   * @throws io.keelson.tenancy.failure.Conflict when the job has changed since
   */
  public Job cancel(Caller caller, UUID jobId, int expectedVersion) {
    record Wanted(UUID jobId, int expectedVersion) {}
    mutations.run(
        caller,
        "cancelJob",
        new Wanted(jobId, expectedVersion),
        tx -> {
          Job job = jobs.get(tx, jobId);
          access.require(caller.principal(), Permission.JOB_SUBMIT, job.projectId(), "job");
          jobs.cancel(tx, jobId, expectedVersion);
          return Changed.of("job", jobId, job.projectId());
        });
    return database.transact(caller.principal().tenantId(), tx -> jobs.get(tx, jobId));
  }
}
