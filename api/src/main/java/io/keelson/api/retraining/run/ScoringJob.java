package io.keelson.api.retraining.run;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.dataset.DatasetFiles;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.catalog.dataset.DatasetReaders;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.retraining.check.Scorable;
import io.keelson.api.retraining.check.TrainedOn;
import io.keelson.api.retraining.comparison.Comparison;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The job that scores champion and challenger on the same rows, which neither was trained on: in
 * the program that serves models, so that they answer as they would there. It gets what both were
 * trained on, to tell which rows these are.
 */
@ApplicationScoped
public class ScoringJob {
  static final String SCORES = "scores.json";
  private static final String PROGRAM = "djl-worker";
  private static final List<String> COMMAND =
      List.of(
          "/java/bin/java",
          "-Xmx384m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          "/program/lib/*",
          "io.keelson.djlworker.scoring.Scoring");
  private static final Resources RESOURCES = new Resources(1, 1L << 30);
  private static final Duration MAX_DURATION = Duration.ofMinutes(30);

  private final Granting granting;
  private final ProjectAccess access;
  private final DatasetFiles files;
  private final DatasetGates gates;
  private final DatasetReaders readers;
  private final Jobs jobs;

  public ScoringJob(
      Granting granting,
      ProjectAccess access,
      DatasetFiles files,
      DatasetGates gates,
      DatasetReaders readers,
      Jobs jobs) {
    this.granting = granting;
    this.access = access;
    this.files = files;
    this.gates = gates;
    this.readers = readers;
    this.jobs = jobs;
  }

  /** Queues it in the transaction that moves the run. */
  void submit(Transaction tx, Principal caller, RetrainingRun run, UUID jobId) {
    Principal principal = granting.holdingStill(tx, caller);
    access.requireIn(tx, principal, Permission.JOB_SUBMIT, run.projectId());
    access.require(principal, Permission.MODEL_READ, run.projectId(), "model");
    access.require(principal, Permission.RUN_READ, run.projectId(), "run");
    List<JobInput> inputs = new ArrayList<>();
    inputs.addAll(rows(tx, principal, "rows", run.evaluationVersionId(), DataGate.VALIDATED));
    inputs.addAll(
        rows(tx, principal, "trained/challenger", run.trainingVersionId(), DataGate.SEALED));
    List<UUID> championOn = TrainedOn.of(tx, gates, principal, run.championId()).versions();
    for (UUID version : championOn) {
      inputs.addAll(rows(tx, principal, "trained/champion/" + version, version, DataGate.SEALED));
    }
    inputs.addAll(
        model(
            tx,
            "champion",
            "SELECT path, digest, size_bytes FROM catalog.model_file WHERE tenant_id = $1 AND model_version_id = $2 AND path = ANY ($3)",
            run.championId()));
    inputs.addAll(
        model(
            tx,
            "challenger",
            "SELECT path, digest, size_bytes FROM catalog.artifact WHERE tenant_id = $1 AND run_id = $2 AND path = ANY ($3)",
            run.trainRunId()));
    jobs.submit(
        tx,
        jobId,
        new JobSpec(
            run.projectId(),
            null,
            "scoring",
            JobKind.TASK,
            PROGRAM,
            COMMAND,
            Map.of(),
            new JsonObject()
                .put("target", run.spec().target())
                .put("maxRows", Comparison.MAX_ROWS)
                .put("seed", run.id().getLeastSignificantBits()),
            inputs,
            RESOURCES,
            MAX_DURATION,
            null,
            principal.actor()));
    List<UUID> read = new ArrayList<>(championOn);
    read.add(run.evaluationVersionId());
    read.add(run.trainingVersionId());
    readers.record(tx, jobId, run.projectId(), read);
  }

  private List<JobInput> rows(
      Transaction tx, Principal principal, String folder, UUID versionId, DataGate gate) {
    return files.inputs(tx, principal, versionId, gate).stream()
        .map(
            (DatasetFile file) ->
                new JobInput(folder + "/" + file.path(), file.digest(), file.sizeBytes()))
        .toList();
  }

  /**
   * @throws Conflict without a model and its signature: it cannot be scored then
   */
  private static List<JobInput> model(Transaction tx, String folder, String sql, UUID id) {
    List<JobInput> found =
        tx.list(
            row ->
                new JobInput(
                    folder + "/" + row.getString("path"),
                    row.getString("digest"),
                    row.getLong("size_bytes")),
            sql,
            tx.tenantId(),
            id,
            new String[] {Scorable.MODEL, Scorable.SIGNATURE});
    if (found.size() != 2) {
      throw new Conflict(
          "the %s cannot be scored: it lacks %s or %s"
              .formatted(folder, Scorable.MODEL, Scorable.SIGNATURE));
    }
    return found;
  }
}
