package io.keelson.api.retraining.run;

import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.serving.rollout.RolloutStatus;
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
import java.util.Map;
import java.util.UUID;

/** What people do with policies' runs: start one by hand, put the champion back. */
@ApplicationScoped
public class Retraining {
  private static final int MAX_REASON = 1_000;
  private static final int ALL = 100;
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
   * @throws NotFound when there is no policy that the caller may know of
   * @throws Forbidden without MODEL_WRITE and JOB_SUBMIT in its project
   * @throws Conflict while another run goes on, or over the breaker's number
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
              return changed(id, policy.projectId(), policy.modelId());
            });
    return runs.get(caller.principal(), Permission.MODEL_WRITE, started);
  }

  /**
   * Puts the champion back in one go: the endpoint's traffic goes to the revision that had it
   * before, a rollout that is under way ends, and the alias points at the champion again unless a
   * CANARY's has been moved meanwhile. A revision that has ended is started again, as {@code
   * rollBack} has it. Of a policy's runs only the newest that was PROMOTED can be rolled back,
   * while its challenger is still the champion and serves: what is newer is not undone by what is
   * older.
   *
   * @param reason 1 to 1,000 characters
   * @throws Invalid naming {@code input.reason}
   * @throws NotFound when there is no run that the caller may know of
   * @throws Forbidden without MODEL_WRITE in its project, and ENDPOINT_WRITE where it was deployed
   * @throws Conflict when it has another version, is neither CANARY nor PROMOTED, the endpoint is
   *     in another rollout, or something newer has taken the place of the challenger
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
              boolean wasPromoted = locked.status() == RetrainingStatus.PROMOTED;
              if (wasPromoted) {
                requireNewest(tx, locked);
              }
              if (locked.rolloutId() != null) {
                access.require(principal, Permission.ENDPOINT_WRITE, run.projectId(), RunRows.WHAT);
                traffic(tx, principal, locked, why, traceparent);
              }
              UUID modelId = PolicyRows.get(tx, locked.policyId()).modelId();
              boolean isMoved =
                  models.moveAlias(
                      tx,
                      principal,
                      new Models.SetAlias(
                          modelId, Checking.CHAMPION, locked.championId(), locked.challengerId()));
              if (wasPromoted && !isMoved) {
                throw new Conflict(
                    "the alias champion does not point at the challenger any more, or may not point at the champion before it");
              }
              moves.end(tx, locked, RetrainingStatus.ROLLED_BACK, why);
              return changed(id, run.projectId(), modelId);
            });
    return runs.get(caller.principal(), Permission.MODEL_WRITE, done);
  }

  private static Changed changed(UUID runId, UUID projectId, UUID modelId) {
    return new Subject.Key(SubjectKind.MODEL, modelId)
        .changed("retrainingrun", runId, projectId, Map.of());
  }

  /** The policy's lock keeps another of its runs from being promoted meanwhile. */
  private static void requireNewest(Transaction tx, RetrainingRun run) {
    PolicyRows.lock(tx, run.policyId());
    boolean isNewest =
        tx.one(
                """
                SELECT 1
                FROM catalog.retraining_run
                WHERE tenant_id = $1 AND policy_id = $2 AND id > $3 AND status = 'PROMOTED'
                LIMIT 1
                """,
                tx.tenantId(),
                run.policyId(),
                run.id())
            .isEmpty();
    if (!isNewest) {
      throw new Conflict("a newer retraining of the policy was PROMOTED: roll that back first");
    }
  }

  private void traffic(
      Transaction tx, Principal principal, RetrainingRun run, String why, String traceparent) {
    Rollout rollout = rollouts.in(tx).get(tx.tenantId(), run.rolloutId());
    if (!rollout.status().isFinal()) {
      changes.abort(tx, rollout.id(), rollout.version(), why, principal.actor(), traceparent);
      return;
    }
    if (rollout.status() == RolloutStatus.ROLLED_BACK) {
      return;
    }
    if (!rollouts.in(tx).underWay(tx.tenantId(), List.of(rollout.endpointId())).isEmpty()) {
      throw new Conflict("a rollout is under way at the endpoint: end it first");
    }
    Endpoints within = endpoints.in(tx);
    int version = within.get(tx.tenantId(), rollout.endpointId()).version();
    // Locks the endpoint in this version, and says that something has served.
    traffic.servedBefore(tx, rollout.endpointId(), version);
    boolean serves =
        within.revisions(tx.tenantId(), rollout.endpointId()).stream()
            .filter(one -> one.status() == RevisionStatus.READY && one.weight() == ALL)
            .anyMatch(one -> one.modelVersionId().equals(run.challengerId()));
    if (!serves) {
      throw new Conflict(
          "the challenger does not have all of the endpoint's traffic any more: deploy or roll back there");
    }
    Revision baseline = endpoints.revision(tx.tenantId(), rollout.baselineId());
    if (baseline.status() != RevisionStatus.READY) {
      versions.requireDeployable(tx, principal, baseline.modelVersionId());
    }
    traffic.rollBack(tx, baseline, Ids.next(), principal.actor(), traceparent);
  }
}
