package io.keelson.api.deployment;

import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who decides which revision gets which part of an endpoint's traffic, and the way back. */
@ApplicationScoped
public class TrafficChoices {
  private final Mutations mutations;
  private final Granting granting;
  private final ProjectAccess access;
  private final ModelVersions versions;
  private final Endpoints endpoints;
  private final Rollouts rollouts;

  TrafficChoices(
      Mutations mutations,
      Granting granting,
      ProjectAccess access,
      ModelVersions versions,
      Endpoints endpoints,
      Rollouts rollouts) {
    this.mutations = mutations;
    this.granting = granting;
    this.access = access;
    this.versions = versions;
    this.endpoints = endpoints;
    this.rollouts = rollouts;
  }

  /**
   * {@link Rollouts#setTraffic} as this caller.
   *
   * @throws io.keelson.tenancy.failure.NotFound when it is not there, or the caller may not know
   * @throws io.keelson.tenancy.failure.Forbidden without ENDPOINT_WRITE in its project
   */
  public Endpoint split(
      Caller caller, UUID endpointId, int expectedVersion, List<RevisionWeight> weights) {
    record Wanted(UUID endpointId, int expectedVersion, List<RevisionWeight> weights) {}
    mutations.run(
        caller,
        "setTraffic",
        new Wanted(endpointId, expectedVersion, weights),
        tx -> {
          Endpoint endpoint = writable(tx, caller.principal(), endpointId);
          rollouts.setTraffic(tx, endpointId, expectedVersion, weights);
          return Changed.of("endpoint", endpointId, endpoint.projectId());
        });
    return endpoints.get(caller.principal().tenantId(), endpointId);
  }

  /**
   * {@link Rollouts#rollBack} as this caller. A revision that has to be started again passes the
   * same gate as a new one: its model version is still approved.
   *
   * @throws io.keelson.tenancy.failure.Conflict when the endpoint has another version, no other
   *     revision has served, or the one that has must not be started again
   */
  public Endpoint rollBack(
      Caller caller, UUID endpointId, int expectedVersion, String traceparent) {
    record Wanted(UUID endpointId, int expectedVersion) {}
    mutations.run(
        caller,
        "rollBack",
        new Wanted(endpointId, expectedVersion),
        tx -> {
          // A tenant that is being suspended waits, and then finds what this starts among those
          // that stop.
          Principal principal = granting.holdingStill(tx, caller.principal());
          Endpoint endpoint = writable(tx, principal, endpointId);
          Revision before = rollouts.servedBefore(tx, endpointId, expectedVersion);
          if (before.status() != RevisionStatus.READY) {
            versions.requireDeployable(tx, principal, before.modelVersionId());
          }
          UUID serving = rollouts.rollBack(tx, before, Ids.next(), principal.actor(), traceparent);
          return new Changed(
              "endpoint",
              endpointId,
              endpoint.projectId(),
              Map.of("to", before.number(), "revision", serving.toString()));
        });
    return endpoints.get(caller.principal().tenantId(), endpointId);
  }

  private Endpoint writable(Transaction tx, Principal principal, UUID endpointId) {
    Endpoint endpoint = endpoints.in(tx).get(principal.tenantId(), endpointId);
    access.require(principal, Permission.ENDPOINT_WRITE, endpoint.projectId(), "endpoint");
    return endpoint;
  }
}
