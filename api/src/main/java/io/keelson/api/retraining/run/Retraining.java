package io.keelson.api.retraining.run;

import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What people do with policies' runs: start one by hand, put the champion back. */
@ApplicationScoped
public class Retraining {
  private static final int MAX_REASON = 1_000;
  private final Mutations mutations;
  private final Granting granting;
  private final ProjectAccess access;
  private final TriggeredRuns triggered;
  private final RetrainingRuns runs;
  private final Models models;
  private final ModelVersions versions;
  private final Endpoints endpoints;
  private final Rollouts traffic;
  private final RolloutChanges changes;
  private final RolloutReads rollouts;
  private final RunMoves moves;

  public Retraining(
      Mutations mutations,
      Granting granting,
      ProjectAccess access,
      TriggeredRuns triggered,
      RetrainingRuns runs,
      Models models,
      ModelVersions versions,
      Endpoints endpoints,
      Rollouts traffic,
      RolloutChanges changes,
      RolloutReads rollouts,
      RunMoves moves) {
    this.mutations = mutations;
    this.granting = granting;
    this.access = access;
    this.triggered = triggered;
    this.runs = runs;
    this.models = models;
    this.versions = versions;
    this.endpoints = endpoints;
    this.traffic = traffic;
    this.changes = changes;
    this.rollouts = rollouts;
    this.moves = moves;
  }

  /**
   * Has a policy run now, in its cooldown too, with the rights that the policy acts with.
   *
   * @param note why, at most 1,000 characters; null for nothing said
   * @return the run: DECLINED at once while another goes on, or over the breaker's number
   * @throws NotFound when there is no policy that the caller may know of
   * @throws Forbidden without MODEL_WRITE and JOB_SUBMIT in its project
   */
  public RetrainingRun start(Caller caller, UUID policyId, String note) {
    String why = note == null ? null : Input.text("note", note, MAX_REASON);
    record Wanted(UUID policyId, String note) {}
    UUID started =
        mutations.run(
            caller,
            "retrain",
            new Wanted(policyId, why),
            tx -> {
              Principal principal = granting.holdingStill(tx, caller.principal());
              RetrainingPolicy policy = PolicyRows.lock(tx, policyId);
              for (Permission needed : List.of(Permission.MODEL_WRITE, Permission.JOB_SUBMIT)) {
                access.require(principal, needed, policy.projectId(), PolicyRows.WHAT);
              }
              UUID id =
                  triggered
                      .consume(
                          tx,
                          policy,
                          TriggerKind.BY_HAND,
                          List.of(Ids.next().toString()),
                          new JsonObject().put("note", why),
                          principal.actor())
                      .orElseThrow();
              return Changed.of("retrainingrun", id, policy.projectId());
            });
    return runs.get(caller.principal(), Permission.MODEL_WRITE, started);
  }

  /**
   * Puts the champion back in one go: the endpoint's traffic goes to the revision that had it
   * before, a rollout that is under way ends, and the alias points at the champion again unless
   * somebody has moved it meanwhile. A revision that has ended is started again, as {@code
   * rollBack} has it.
   *
   * @param reason 1 to 1,000 characters
   * @throws Invalid naming {@code input.reason}
   * @throws NotFound when there is no run that the caller may know of
   * @throws Forbidden without MODEL_WRITE in its project, and ENDPOINT_WRITE where it was deployed
   * @throws Conflict when it has another version, is neither CANARY nor PROMOTED, or the endpoint
   *     is in another rollout
   */
  public RetrainingRun rollBack(
      Caller caller, UUID id, int expectedVersion, String reason, String traceparent) {
    String why = Input.text("input.reason", Input.present("input.reason", reason), MAX_REASON);
    if (why.isBlank()) {
      throw new Invalid("input.reason", reason, "a reason");
    }
    record Wanted(UUID id, int expectedVersion, String reason) {}
    UUID done =
        mutations.run(
            caller,
            "rollBackRetraining",
            new Wanted(id, expectedVersion, why),
            tx -> {
              Principal principal = granting.holdingStill(tx, caller.principal());
              RetrainingRun run =
                  RunRows.find(tx, id).orElseThrow(() -> new NotFound(RunRows.WHAT));
              access.require(principal, Permission.MODEL_WRITE, run.projectId(), RunRows.WHAT);
              RetrainingRun locked = RunRows.lock(tx, id, expectedVersion);
              locked.status().requireBecome(RetrainingStatus.ROLLED_BACK);
              if (locked.rolloutId() != null) {
                access.require(principal, Permission.ENDPOINT_WRITE, run.projectId(), RunRows.WHAT);
                traffic(tx, principal, locked, why, traceparent);
              }
              models.moveAlias(
                  tx,
                  principal,
                  new Models.SetAlias(
                      PolicyRows.get(tx, locked.policyId()).modelId(),
                      Checking.CHAMPION,
                      locked.championId(),
                      locked.challengerId()));
              moves.end(tx, locked, RetrainingStatus.ROLLED_BACK, why);
              return Changed.of("retrainingrun", id, run.projectId());
            });
    return runs.get(caller.principal(), Permission.MODEL_WRITE, done);
  }

  private void traffic(
      Transaction tx, Principal principal, RetrainingRun run, String why, String traceparent) {
    Rollout rollout = rollouts.get(tx.tenantId(), run.rolloutId());
    if (!rollout.status().isFinal()) {
      changes.abort(tx, rollout.id(), rollout.version(), why, principal.actor(), traceparent);
      return;
    }
    if (!rollouts.underWay(tx.tenantId(), List.of(rollout.endpointId())).isEmpty()) {
      throw new Conflict("a rollout is under way at the endpoint: end it first");
    }
    int version = endpoints.get(tx.tenantId(), rollout.endpointId()).version();
    Revision baseline = endpoints.revision(tx.tenantId(), rollout.baselineId());
    // Locks the endpoint in this version, and says that something has served.
    traffic.servedBefore(tx, rollout.endpointId(), version);
    if (baseline.status() != RevisionStatus.READY) {
      versions.requireDeployable(tx, principal, baseline.modelVersionId());
    }
    traffic.rollBack(tx, baseline, Ids.next(), principal.actor(), traceparent);
  }
}
