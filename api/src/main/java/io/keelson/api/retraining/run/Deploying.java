package io.keelson.api.retraining.run;

import io.keelson.api.catalog.model.ModelVersion;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.deployment.Deployments;
import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.rollout.NewRollout;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutPolicies;
import io.keelson.serving.rollout.RolloutPolicy;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.watch.profile.Reference;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts an approved challenger into service by steps, and follows what becomes of it. */
@ApplicationScoped
public class Deploying {
  /** Then nobody will decide any more, or the endpoint will not become free. */
  private static final Duration PATIENCE = Duration.ofDays(30);

  private static final int ALL = 100;

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Granting granting;
  private final Deployments deployments;
  private final Models models;
  private final ModelVersions versions;
  private final Endpoints endpoints;
  private final RolloutChanges changes;
  private final RolloutReads rollouts;
  private final RolloutPolicies endpointPolicies;
  private final RunMoves moves;

  public Deploying(
      TenantDatabase database,
      Mutations mutations,
      Granting granting,
      Deployments deployments,
      Models models,
      ModelVersions versions,
      Endpoints endpoints,
      RolloutChanges changes,
      RolloutReads rollouts,
      RolloutPolicies endpointPolicies,
      RunMoves moves) {
    this.database = database;
    this.mutations = mutations;
    this.granting = granting;
    this.deployments = deployments;
    this.models = models;
    this.versions = versions;
    this.endpoints = endpoints;
    this.changes = changes;
    this.rollouts = rollouts;
    this.endpointPolicies = endpointPolicies;
    this.moves = moves;
  }

  void beginWhenApproved(Principal principal, RetrainingRun run) {
    ModelVersion challenger = versions.get(principal, run.challengerId());
    switch (challenger.status()) {
      case REJECTED, ARCHIVED ->
          end(
              principal.tenantId(),
              run,
              RetrainingStatus.DECLINED,
              challenger.label() + " was rejected");
      case REGISTERED -> waitFor(principal, run, null);
      case APPROVED -> {
        if (run.spec().endpointId() == null) {
          promotedBy(principal, run);
        } else {
          begin(principal, run, challenger);
        }
      }
    }
  }

  private void waitFor(Principal principal, RetrainingRun run, String what) {
    if (run.createdAt().plus(PATIENCE).isBefore(moves.now())) {
      String why = what == null ? "nobody decided" : what;
      end(
          principal.tenantId(),
          run,
          RetrainingStatus.DECLINED,
          why + " within " + PATIENCE.toDays() + " days");
      return;
    }
    database.transact(
        principal.tenantId(),
        tx -> {
          moves.await(tx, run, what);
          return null;
        });
  }

  /** The endpoint may be busy with another rollout: then this one waits. */
  private void begin(Principal principal, RetrainingRun run, ModelVersion challenger) {
    Endpoint endpoint = endpoints.get(principal.tenantId(), run.spec().endpointId());
    Optional<Revision> serving =
        endpoints.revisions(principal.tenantId(), endpoint.id()).stream()
            .filter(one -> one.status() == RevisionStatus.READY && one.weight() == ALL)
            .findFirst();
    if (serving.isEmpty()) {
      waitFor(principal, run, "no revision has all of the endpoint's traffic");
      return;
    }
    if (run.spec().canary().isEmpty() && !hasSteps(principal.tenantId(), endpoint.id())) {
      waitFor(principal, run, "neither its policy nor the endpoint says by which steps");
      return;
    }
    if (!rollouts.underWay(principal.tenantId(), List.of(endpoint.id())).isEmpty()) {
      waitFor(principal, run, "another rollout is under way at the endpoint");
      return;
    }
    try {
      start(principal, run, challenger, endpoint, serving.get());
    } catch (Conflict e) {
      waitFor(principal, run, e.getMessage());
    }
  }

  private boolean hasSteps(UUID tenantId, UUID endpointId) {
    RolloutPolicy policy = endpointPolicies.of(tenantId, List.of(endpointId)).get(endpointId);
    return policy != null && !policy.steps().isEmpty();
  }

  private void start(
      Principal caller,
      RetrainingRun run,
      ModelVersion challenger,
      Endpoint endpoint,
      Revision serving) {
    UUID rolloutId = Ids.next();
    Reference profile = deployments.profile(caller, challenger.id());
    mutations.run(
        ActingFor.caller(caller, run),
        "startRollout",
        Map.of("retrainingRun", run.id()),
        tx -> {
          RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
          Principal principal = granting.holdingStill(tx, caller);
          UUID revisionId = Ids.next();
          deployments.deployIn(
              tx, principal, revisionId, asServed(challenger, endpoint, serving), profile, null);
          changes.start(
              tx,
              rolloutId,
              new NewRollout(endpoint.id(), revisionId, steps(run), null, null, null, null),
              endpoint.version() + 1,
              principal.actor());
          tx.update(
              "UPDATE catalog.retraining_run SET rollout_id = $3 WHERE tenant_id = $1 AND id = $2",
              tx.tenantId(),
              run.id(),
              rolloutId);
          moves.move(tx, locked, RetrainingStatus.CANARY);
          return new Subject.Key(SubjectKind.ENDPOINT, endpoint.id())
              .changed("rollout", rolloutId, run.projectId(), Map.of());
        });
  }

  /** Null where the endpoint's own policy says. */
  private static List<Rollout.Step> steps(RetrainingRun run) {
    List<PolicySpec.CanaryStep> canary = run.spec().canary();
    return canary.isEmpty()
        ? null
        : canary.stream().map(step -> new Rollout.Step(step.weight(), step.hold())).toList();
  }

  /** As the champion is served, without traffic at first. */
  private static Deployments.NewDeployment asServed(
      ModelVersion challenger, Endpoint endpoint, Revision serving) {
    return new Deployments.NewDeployment(
        endpoint.projectId(),
        endpoint.name(),
        endpoint.version(),
        challenger.id(),
        serving.backend(),
        serving.minReplicas(),
        serving.maxReplicas(),
        0,
        serving.resources(),
        null);
  }

  /** Records what has become of a rollout: the platform's own act, whoever may do what by now. */
  void endWithRollout(UUID tenantId, RetrainingRun run) {
    Rollout rollout = rollouts.get(tenantId, run.rolloutId());
    if (rollout.status() == RolloutStatus.PROMOTED) {
      database.transact(
          tenantId,
          tx -> {
            RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
            promoted(tx, locked, models.moveAlias(tx, Actor.PLATFORM, toChallenger(tx, locked)));
            return null;
          });
    } else if (rollout.status() == RolloutStatus.ROLLED_BACK) {
      end(tenantId, run, RetrainingStatus.ROLLED_BACK, rollout.reason());
    } else {
      database.transact(
          tenantId,
          tx -> {
            moves.await(tx, run, null);
            return null;
          });
    }
  }

  /** Where nothing is deployed, the alias is all that the approval moves. */
  private void promotedBy(Principal principal, RetrainingRun run) {
    database.transact(
        principal.tenantId(),
        tx -> {
          RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
          promoted(tx, locked, models.moveAlias(tx, principal, toChallenger(tx, locked)));
          return null;
        });
  }

  private static Models.SetAlias toChallenger(Transaction tx, RetrainingRun run) {
    UUID modelId = PolicyRows.get(tx, run.policyId()).modelId();
    return new Models.SetAlias(modelId, Checking.CHAMPION, run.challengerId(), run.championId());
  }

  private void promoted(Transaction tx, RetrainingRun locked, boolean isMoved) {
    moves.end(
        tx,
        locked,
        RetrainingStatus.PROMOTED,
        isMoved ? null : "the alias champion was pointed elsewhere meanwhile, and stays");
  }

  private void end(UUID tenantId, RetrainingRun run, RetrainingStatus next, String reason) {
    database.transact(
        tenantId,
        tx -> {
          moves.end(tx, RunRows.lock(tx, run.id(), run.version()), next, reason);
          return null;
        });
  }
}
