package io.keelson.api.deployment;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.rollout.NewRollout;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Who has a candidate take an endpoint's traffic over, step by step, and who decides about it. */
@ApplicationScoped
public class EndpointRollouts {
  private static final String WHAT = "rollout";
  private static final int MAX_REASON = 1_000;

  private final Mutations mutations;
  private final Granting granting;
  private final ProjectAccess access;
  private final Endpoints endpoints;
  private final RolloutChanges changes;
  private final RolloutReads reads;

  EndpointRollouts(
      Mutations mutations,
      Granting granting,
      ProjectAccess access,
      Endpoints endpoints,
      RolloutChanges changes,
      RolloutReads reads) {
    this.mutations = mutations;
    this.granting = granting;
    this.access = access;
    this.endpoints = endpoints;
    this.changes = changes;
    this.reads = reads;
  }

  /**
   * {@link RolloutChanges#start} as this caller.
   *
   * @throws io.keelson.tenancy.failure.NotFound when it is not there, or the caller may not know
   * @throws io.keelson.tenancy.failure.Forbidden without ENDPOINT_WRITE in its project
   */
  public Rollout start(Caller caller, NewRollout wanted, int expectedVersion) {
    record Wanted(NewRollout rollout, int expectedVersion) {}
    UUID id = Ids.next();
    UUID started =
        mutations.run(
            caller,
            "startRollout",
            new Wanted(wanted, expectedVersion),
            tx -> {
              Principal principal = granting.holdingStill(tx, caller.principal());
              Endpoint endpoint = endpoints.in(tx).get(principal.tenantId(), wanted.endpointId());
              access.require(
                  principal, Permission.ENDPOINT_WRITE, endpoint.projectId(), "endpoint");
              changes.start(tx, id, wanted, expectedVersion, principal.actor());
              return changed(id, endpoint.id(), endpoint.projectId());
            });
    return reads.get(caller.principal().tenantId(), started);
  }

  /** {@link RolloutChanges#pause} as this caller; see {@link #start}. */
  public Rollout pause(Caller caller, UUID id, int expectedVersion) {
    return change(
        caller,
        "pauseRollout",
        id,
        new Decided(id, expectedVersion),
        tx -> changes.pause(tx, id, expectedVersion));
  }

  /** {@link RolloutChanges#resume} as this caller; see {@link #start}. */
  public Rollout resume(Caller caller, UUID id, int expectedVersion) {
    return change(
        caller,
        "resumeRollout",
        id,
        new Decided(id, expectedVersion),
        tx -> changes.resume(tx, id, expectedVersion));
  }

  /** {@link RolloutChanges#extendPause} as this caller; see {@link #start}. */
  public Rollout extendPause(Caller caller, UUID id, int expectedVersion, Duration by) {
    record Wanted(UUID id, int expectedVersion, Duration by) {}
    return change(
        caller,
        "extendRolloutPause",
        id,
        new Wanted(id, expectedVersion, by),
        tx -> changes.extendPause(tx, id, expectedVersion, by, caller.principal().actor()));
  }

  /** {@link RolloutChanges#promote} as this caller; see {@link #start}. */
  public Rollout promote(Caller caller, UUID id, int expectedVersion) {
    return change(
        caller,
        "promoteRollout",
        id,
        new Decided(id, expectedVersion),
        tx -> changes.promote(tx, id, expectedVersion));
  }

  /**
   * {@link RolloutChanges#abort} as this caller; see {@link #start}.
   *
   * @param reason at most 1,000 characters
   */
  public Rollout abort(
      Caller caller, UUID id, int expectedVersion, String reason, String traceparent) {
    String why = Input.text("input.reason", Input.present("input.reason", reason), MAX_REASON);
    if (why.isBlank()) {
      throw new Invalid("input.reason", reason, "a reason");
    }
    record Wanted(UUID id, int expectedVersion, String reason) {}
    return change(
        caller,
        "abortRollout",
        id,
        new Wanted(id, expectedVersion, why),
        tx -> changes.abort(tx, id, expectedVersion, why, caller.principal().actor(), traceparent));
  }

  /** What is done with a rollout, in the transaction of the mutation. */
  @FunctionalInterface
  private interface Change {
    Rollout in(Transaction tx);
  }

  private record Decided(UUID id, int expectedVersion) {}

  private Rollout change(Caller caller, String action, UUID id, Object input, Change change) {
    UUID changed =
        mutations.run(
            caller,
            action,
            input,
            tx -> {
              Principal principal = granting.holdingStill(tx, caller.principal());
              Rollout rollout = reads.in(tx).get(principal.tenantId(), id);
              access.require(principal, Permission.ENDPOINT_WRITE, rollout.projectId(), WHAT);
              change.in(tx);
              return changed(id, rollout.endpointId(), rollout.projectId());
            });
    return reads.get(caller.principal().tenantId(), changed);
  }

  /** To people's eyes it is done to the endpoint. */
  private static Changed changed(UUID id, UUID endpointId, UUID projectId) {
    return new Subject.Key(SubjectKind.ENDPOINT, endpointId).changed(WHAT, id, projectId, Map.of());
  }

  /**
   * @throws io.keelson.tenancy.failure.NotFound when there is none that the caller may know of
   */
  public Rollout get(Principal principal, UUID id) {
    Rollout rollout = reads.get(principal.tenantId(), id);
    access.require(principal, Permission.ENDPOINT_READ, rollout.projectId(), WHAT);
    return rollout;
  }
}
