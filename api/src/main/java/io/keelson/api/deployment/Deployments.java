package io.keelson.api.deployment;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.catalog.model.ModelFile;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.api.watch.ProfileFiles;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.Resources;
import io.keelson.serving.endpoint.Backend;
import io.keelson.serving.endpoint.DeploySpec;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.NewRollout;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutPolicies;
import io.keelson.serving.watch.profile.Reference;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts approved model versions behind endpoints. */
@ApplicationScoped
public class Deployments {
  private static final Resources DEFAULT_RESOURCES = new Resources(0.5, 512L << 20);
  private static final String NOT_READ = "it was not read";
  private final Mutations mutations;
  private final Granting granting;
  private final ProjectAccess access;
  private final ModelVersions versions;
  private final DatasetGates gates;
  private final Endpoints endpoints;
  private final Rollouts rollouts;
  private final RolloutPolicies policies;
  private final RolloutChanges changes;
  private final ProfileFiles profiles;
  private final References references;

  Deployments(
      Mutations mutations,
      Granting granting,
      ProjectAccess access,
      ModelVersions versions,
      DatasetGates gates,
      Endpoints endpoints,
      Rollouts rollouts,
      RolloutPolicies policies,
      RolloutChanges changes,
      ProfileFiles profiles,
      References references) {
    this.mutations = mutations;
    this.granting = granting;
    this.access = access;
    this.versions = versions;
    this.gates = gates;
    this.endpoints = endpoints;
    this.rollouts = rollouts;
    this.policies = policies;
    this.changes = changes;
    this.profiles = profiles;
    this.references = references;
  }

  /**
   * @param endpointName made at the first deployment to it
   * @param expectedVersion the endpoint's; null at the first deployment to it
   * @param weight percent of the traffic once it is ready; null for all of it, by the steps of the
   *     endpoint's rollout policy where it has some and something serves there
   * @param resources of each replica; null for half a core and 512 MiB
   * @param requires of the data that the model was trained on; null for whatever it is
   */
  public record NewDeployment(
      UUID projectId,
      String endpointName,
      Integer expectedVersion,
      UUID modelVersionId,
      Backend backend,
      int minReplicas,
      int maxReplicas,
      Integer weight,
      Resources resources,
      DataGate requires) {}

  /**
   * @throws io.keelson.tenancy.failure.Forbidden without ENDPOINT_WRITE in the project
   * @throws io.keelson.tenancy.failure.Invalid naming {@code input.expectedVersion} where it is
   *     left out although the endpoint is there, or given although it is not
   * @throws Conflict when the version is not approved, its data not as good as is required, the
   *     name belongs to another project, the endpoint has another version, or the steps of its
   *     rollout policy cannot begin
   */
  public Revision deploy(Caller caller, NewDeployment input, String traceparent) {
    Input.slug("input.endpointName", input.endpointName());
    UUID revisionId = Ids.next();
    Reference profile = profile(caller.principal(), input.modelVersionId());
    UUID deployed =
        mutations.run(
            caller,
            "deploy",
            input,
            tx -> {
              // A tenant that is being suspended waits, and then finds this one among those that
              // stop.
              Principal principal = granting.holdingStill(tx, caller.principal());
              UUID endpointId = deployIn(tx, principal, revisionId, input, profile, traceparent);
              return new Subject.Key(SubjectKind.ENDPOINT, endpointId)
                  .changed(
                      "revision",
                      revisionId,
                      input.projectId(),
                      Map.of("endpoint", input.endpointName()));
            });
    return endpoints.revision(caller.principal().tenantId(), deployed);
  }

  /**
   * {@link #deploy} within a mutation of its own, by whoever holds still in its transaction: the
   * one place at which a version comes to an endpoint, with the profile that its drift is seen by.
   *
   * @param revisionId the new revision's, chosen by the caller
   * @param profile what {@link #profile} read of this version before the transaction
   * @return the endpoint
   */
  public UUID deployIn(
      Transaction tx,
      Principal principal,
      UUID revisionId,
      NewDeployment input,
      Reference profile,
      String traceparent) {
    access.requireIn(tx, principal, Permission.ENDPOINT_WRITE, input.projectId());
    ModelVersions.Deployable model =
        versions.requireDeployable(tx, principal, input.modelVersionId());
    if (!model.version().projectId().equals(input.projectId())) {
      throw new NotFound("model version");
    }
    gates.requireOfRun(tx, model.version().runId(), input.requires());
    references.keep(tx, input.modelVersionId(), profile);
    Optional<UUID> bySteps =
        input.weight() == null ? policies.rollingOut(tx, input.endpointName()) : Optional.empty();
    Rollouts.Deployed deployed =
        rollouts.deploy(
            tx,
            revisionId,
            new DeploySpec(
                input.projectId(),
                input.endpointName(),
                input.modelVersionId(),
                model.version().label(),
                model.files().stream().map(Deployments::input).toList(),
                model.version().signature(),
                input.backend(),
                input.minReplicas(),
                input.maxReplicas(),
                bySteps.isPresent() ? Integer.valueOf(0) : input.weight(),
                input.resources() == null ? DEFAULT_RESOURCES : input.resources(),
                principal.actor(),
                traceparent),
            input.expectedVersion());
    bySteps.ifPresent(
        endpointId ->
            changes.start(
                tx,
                Ids.next(),
                NewRollout.byPolicy(endpointId, revisionId),
                input.expectedVersion() + 1,
                principal.actor()));
    return deployed.endpointId();
  }

  /**
   * Reads the training profile beside a version, ahead of the transaction that deploys it, which is
   * no time to read files in. It never fails: that transaction decides what may be seen.
   *
   * @param modelVersionId null where none was named
   */
  public Reference profile(Principal principal, UUID modelVersionId) {
    if (modelVersionId == null) {
      return Reference.none(NOT_READ);
    }
    List<ModelFile> files;
    try {
      files = versions.files(principal, modelVersionId);
    } catch (Failure refused) {
      return Reference.none(NOT_READ);
    }
    return profiles.read(principal.tenantId(), files.stream().map(Deployments::input).toList());
  }

  private static JobInput input(ModelFile file) {
    return new JobInput(file.path(), file.digest(), file.sizeBytes());
  }

  /** Drains and stops every revision of the endpoint; its name and history stay. */
  public Endpoint stop(Caller caller, UUID endpointId, int expectedVersion) {
    record Wanted(UUID endpointId, int expectedVersion) {}
    UUID tenantId = caller.principal().tenantId();
    mutations.run(
        caller,
        "stopEndpoint",
        new Wanted(endpointId, expectedVersion),
        tx -> {
          Endpoint endpoint = endpoints.in(tx).get(tenantId, endpointId);
          access.require(
              caller.principal(), Permission.ENDPOINT_WRITE, endpoint.projectId(), "endpoint");
          rollouts.stop(tx, endpointId, expectedVersion);
          return Changed.of("endpoint", endpointId, endpoint.projectId());
        });
    return endpoints.get(tenantId, endpointId);
  }

  /**
   * @throws NotFound when it is not there, or the caller may not know that it is
   */
  public Endpoint get(Principal principal, UUID id) {
    Endpoint endpoint = endpoints.get(principal.tenantId(), id);
    access.require(principal, Permission.ENDPOINT_READ, endpoint.projectId(), "endpoint");
    return endpoint;
  }
}
