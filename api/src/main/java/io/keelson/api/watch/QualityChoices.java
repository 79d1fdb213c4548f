package io.keelson.api.watch;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.watch.quality.Label;
import io.keelson.serving.watch.quality.Quality;
import io.keelson.serving.watch.quality.QualityRule;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who says how an endpoint's predictions are judged, and what turned out to be true. */
@ApplicationScoped
public class QualityChoices {
  private final Mutations mutations;
  private final ProjectAccess access;
  private final Endpoints endpoints;
  private final Quality quality;

  private final CollectedLabels collected;

  QualityChoices(
      Mutations mutations,
      ProjectAccess access,
      Endpoints endpoints,
      Quality quality,
      CollectedLabels collected) {
    this.mutations = mutations;
    this.access = access;
    this.endpoints = endpoints;
    this.quality = quality;
    this.collected = collected;
  }

  /**
   * {@link Quality#set} as this caller.
   *
   * @param collects whether labels become rows of the project's {@code <endpoint> labels} too; null
   *     for no change
   * @throws NotFound when the endpoint is not there, or the caller may not know
   * @throws Forbidden without ENDPOINT_WRITE in its project, and DATASET_WRITE to collect
   * @throws Conflict when it has another version
   */
  public Endpoint set(Caller caller, QualityRule.Wanted wanted, Boolean collects) {
    record Asked(QualityRule.Wanted wanted, Boolean collects) {}
    UUID endpointId = Input.present("input.endpointId", wanted.endpointId());
    mutations.run(
        caller,
        "setQuality",
        collects == null ? wanted : new Asked(wanted, collects),
        tx -> {
          Endpoint endpoint =
              allowed(tx, caller.principal(), Permission.ENDPOINT_WRITE, endpointId);
          quality.set(tx, wanted);
          if (collects != null) {
            collect(tx, caller.principal(), endpoint, collects);
          }
          return new Changed(
              "endpoint",
              endpointId,
              endpoint.projectId(),
              Map.of("output", wanted.output(), "measure", wanted.measure().name()));
        });
    return endpoints.get(caller.principal().tenantId(), endpointId);
  }

  private void collect(Transaction tx, Principal principal, Endpoint endpoint, boolean collects) {
    QualityRule.Collection into = null;
    if (collects) {
      access.require(principal, Permission.DATASET_WRITE, endpoint.projectId(), "endpoint");
      into = collected.of(tx, principal, endpoint);
    }
    quality.collect(tx, endpoint.id(), into);
  }

  /**
   * {@link Quality#label} as this caller: whoever may ask may say what was right. The audit log
   * does not tell of each.
   *
   * @throws io.keelson.tenancy.failure.RateLimited while too much waits to be sealed, where labels
   *     are collected
   * @throws Conflict when the endpoint has no rule
   * @throws Forbidden without ENDPOINT_INVOKE in its project
   * @throws Invalid for more than 1,000
   */
  public void label(Caller caller, UUID endpointId, List<Label> labels) {
    record Wanted(UUID endpointId, List<Label> labels) {}
    Input.present("input.endpointId", endpointId);
    mutations.run(
        caller,
        "logLabels",
        new Wanted(endpointId, labels),
        tx -> {
          Endpoint endpoint =
              allowed(tx, caller.principal(), Permission.ENDPOINT_INVOKE, endpointId);
          collected.append(tx, endpointId, quality.label(tx, endpointId, labels));
          return new Changed("endpoint", endpointId, endpoint.projectId(), Map.of(), false);
        });
  }

  private Endpoint allowed(
      Transaction tx, Principal principal, Permission permission, UUID endpointId) {
    Endpoint endpoint = endpoints.in(tx).get(principal.tenantId(), endpointId);
    access.require(principal, permission, endpoint.projectId(), "endpoint");
    return endpoint;
  }
}
