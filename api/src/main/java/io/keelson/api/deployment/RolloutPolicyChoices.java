package io.keelson.api.deployment;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.rollout.RolloutPolicies;
import io.keelson.serving.rollout.RolloutPolicy;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;

/** Who says by which steps candidates take an endpoint's traffic over. */
@ApplicationScoped
public class RolloutPolicyChoices {
  private final Mutations mutations;
  private final Granting granting;
  private final ProjectAccess access;
  private final Endpoints endpoints;
  private final RolloutPolicies policies;

  RolloutPolicyChoices(
      Mutations mutations,
      Granting granting,
      ProjectAccess access,
      Endpoints endpoints,
      RolloutPolicies policies) {
    this.mutations = mutations;
    this.granting = granting;
    this.access = access;
    this.endpoints = endpoints;
    this.policies = policies;
  }

  /**
   * {@link RolloutPolicies#set} as this caller.
   *
   * @throws io.keelson.tenancy.failure.NotFound when the endpoint is not there, or the caller may
   *     not know
   * @throws io.keelson.tenancy.failure.Forbidden without ENDPOINT_WRITE in its project
   */
  public Endpoint set(Caller caller, RolloutPolicy.Wanted wanted) {
    UUID endpointId = wanted.endpointId();
    mutations.run(
        caller,
        "setRolloutPolicy",
        wanted,
        tx -> {
          Principal principal = granting.holdingStill(tx, caller.principal());
          Endpoint endpoint = endpoints.in(tx).get(principal.tenantId(), endpointId);
          access.require(principal, Permission.ENDPOINT_WRITE, endpoint.projectId(), "endpoint");
          policies.set(tx, wanted, principal.actor());
          return new Changed(
              "endpoint", endpointId, endpoint.projectId(), Map.of("steps", wanted.steps().size()));
        });
    return endpoints.get(caller.principal().tenantId(), endpointId);
  }
}
