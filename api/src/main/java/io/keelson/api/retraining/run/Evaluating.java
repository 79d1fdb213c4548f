package io.keelson.api.retraining.run;

import io.keelson.api.catalog.model.ModelVersion;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.retraining.check.Scorable;
import io.keelson.api.retraining.comparison.Comparison;
import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Has the trained challenger scored beside the champion, and registers one that is better. */
@ApplicationScoped
public class Evaluating {
  private static final long MAX_SCORES_BYTES = 1 << 20;
  private final TenantDatabase database;
  private final Mutations mutations;
  private final Jobs jobs;
  private final ScoringJob scoring;
  private final TenantObjects objects;
  private final Models models;
  private final ModelVersions versions;
  private final RunMessages messages;
  private final RunMoves moves;

  public Evaluating(
      TenantDatabase database,
      Mutations mutations,
      Jobs jobs,
      ScoringJob scoring,
      TenantObjects objects,
      Models models,
      ModelVersions versions,
      RunMessages messages,
      RunMoves moves) {
    this.database = database;
    this.mutations = mutations;
    this.jobs = jobs;
    this.scoring = scoring;
    this.objects = objects;
    this.models = models;
    this.versions = versions;
    this.messages = messages;
    this.moves = moves;
  }

  void scoreWhenTrained(Principal principal, RetrainingRun run) {
    if (!succeeded(principal.tenantId(), run, run.trainJobId(), "training")) {
      return;
    }
    boolean isFinished =
        database.transact(
            principal.tenantId(),
            tx ->
                tx.one(
                        "SELECT 1 FROM catalog.run WHERE tenant_id = $1 AND id = $2 AND status = 'FINISHED'",
                        tx.tenantId(),
                        run.trainRunId())
                    .isPresent());
    if (!isFinished) {
      awaitOthers(principal.tenantId(), run);
      return;
    }
    UUID jobId = Ids.next();
    mutations.run(
        ActingFor.caller(principal, run),
        "submitJob",
        Map.of("retrainingRun", run.id()),
        tx -> {
          RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
          scoring.submit(tx, principal, locked, jobId);
          tx.update(
              "UPDATE catalog.retraining_run SET score_job_id = $3 WHERE tenant_id = $1 AND id = $2",
              tx.tenantId(),
              run.id(),
              jobId);
          moves.move(tx, locked, RetrainingStatus.EVALUATING);
          return new Changed("job", jobId, run.projectId(), Map.of("name", "scoring"));
        });
  }

  void compareWhenScored(Principal principal, RetrainingRun run) {
    if (!succeeded(principal.tenantId(), run, run.scoreJobId(), "scoring")) {
      return;
    }
    Comparison comparison;
    try {
      comparison = Comparison.ofScores(scores(principal.tenantId(), run.scoreJobId()));
    } catch (IllegalArgumentException | DecodeException e) {
      decline(principal.tenantId(), run, null, "evaluating: " + e.getMessage());
      return;
    }
    if (comparison.isBetter(run.spec().maxPValue())) {
      register(principal, run, comparison);
    } else {
      String reason = comparison.isEnough() ? noBetter(run, comparison) : tooFew(comparison);
      decline(principal.tenantId(), run, comparison, reason);
    }
  }

  private static String tooFew(Comparison comparison) {
    Comparison.LeftOut leftOut = comparison.leftOut();
    String why =
        leftOut == null
            ? ""
            : "; of those with a label %,d are duplicates and %,d are in what champion or challenger was trained on"
                .formatted(leftOut.duplicates(), leftOut.inTraining());
    return "evaluating: %d rows are left to score both on%s (expected: at least %d)"
        .formatted(comparison.rows(), why, Comparison.MIN_ROWS);
  }

  private static String noBetter(RetrainingRun run, Comparison comparison) {
    return "evaluating: no better; it fixes %d rows and breaks %d of %d, McNemar p = %.2g (expected: more fixed, and less than %s)"
        .formatted(
            comparison.onlyChallenger(),
            comparison.onlyChampion(),
            comparison.rows(),
            comparison.pValue(),
            run.spec().maxPValue());
  }

  /** False while it goes on, and once a failure has declined the run. */
  private boolean succeeded(UUID tenantId, RetrainingRun run, UUID jobId, String what) {
    Job job = database.transact(tenantId, tx -> jobs.get(tx, jobId));
    if (job.status() == JobStatus.SUCCEEDED) {
      return true;
    }
    if (job.endedAt() == null) {
      await(tenantId, run);
    } else {
      String why = job.reason() == null ? "" : ": " + job.reason();
      decline(tenantId, run, null, "its " + what + " is " + job.status() + why);
    }
    return false;
  }

  private JsonObject scores(UUID tenantId, UUID jobId) {
    List<JobOutput> outputs = database.transact(tenantId, tx -> Jobs.outputs(tx, jobId));
    Optional<JobOutput> scores =
        outputs.stream()
            .filter(output -> output.path().equals(ScoringJob.SCORES))
            .filter(output -> output.sizeBytes() <= MAX_SCORES_BYTES)
            .findFirst();
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("the scoring left no " + ScoringJob.SCORES);
    }
    try (InputStream in = objects.open(tenantId, scores.get().digest())) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Unavailable("the store of objects does not answer", e);
    }
  }

  /** The version is registered once, however often this is tried; then the run moves. */
  private void register(Principal principal, RetrainingRun run, Comparison comparison) {
    Caller caller = ActingFor.caller(principal, run, "register");
    String name =
        models
            .get(
                principal,
                database.transact(
                    principal.tenantId(), tx -> PolicyRows.get(tx, run.policyId()).modelId()))
            .name();
    ModelVersion challenger =
        versions.register(
            caller,
            new ModelVersions.RegisterModelVersion(
                run.projectId(), name, run.trainRunId(), Scorable.MODEL));
    database.transact(
        principal.tenantId(),
        tx -> {
          RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
          keep(tx, run, comparison);
          tx.update(
              "UPDATE catalog.retraining_run SET challenger_id = $3 WHERE tenant_id = $1 AND id = $2",
              tx.tenantId(),
              run.id(),
              challenger.id());
          moves.move(tx, locked, RetrainingStatus.AWAITING_APPROVAL);
          messages.waitsForApproval(tx, run, challenger);
          return null;
        });
  }

  private static void keep(Transaction tx, RetrainingRun run, Comparison comparison) {
    tx.update(
        "UPDATE catalog.retraining_run SET comparison = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        run.id(),
        comparison.json());
  }

  private void decline(UUID tenantId, RetrainingRun run, Comparison comparison, String reason) {
    database.transact(
        tenantId,
        tx -> {
          RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
          if (comparison != null) {
            keep(tx, run, comparison);
          }
          moves.end(tx, locked, RetrainingStatus.DECLINED, reason);
          return null;
        });
  }

  private void awaitOthers(UUID tenantId, RetrainingRun run) {
    database.transact(
        tenantId,
        tx -> {
          moves.awaitOthers(tx, run);
          return null;
        });
  }

  private void await(UUID tenantId, RetrainingRun run) {
    database.transact(
        tenantId,
        tx -> {
          moves.await(tx, run, null);
          return null;
        });
  }
}
