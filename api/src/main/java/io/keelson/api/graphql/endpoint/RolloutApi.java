package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;
import static io.keelson.api.graphql.GraphTypes.REVISION;
import static io.keelson.api.graphql.GraphTypes.ROLLOUT;

import io.keelson.api.deployment.EndpointRollouts;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.TraceContext;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.graphql.endpoint.EndpointTypes.RevisionType;
import io.keelson.api.graphql.endpoint.RolloutTypes.*;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.rollout.NewRollout;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.serving.rollout.StepCounts;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Candidates that take an endpoint's traffic over, step by step. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class RolloutApi {
  private final CallContext call;
  private final EndpointRollouts rollouts;
  private final RolloutReads reads;
  private final Endpoints endpoints;
  private final Pages pages;

  RolloutApi(
      CallContext call,
      EndpointRollouts rollouts,
      RolloutReads reads,
      Endpoints endpoints,
      Pages pages) {
    this.call = call;
    this.rollouts = rollouts;
    this.reads = reads;
    this.endpoints = endpoints;
    this.pages = pages;
  }

  @Description("The rollout that is under way; null where none is.")
  public List<RolloutType> rollout(@Source List<EndpointType> sources) {
    Map<UUID, RolloutType> found = new HashMap<>();
    reads
        .underWay(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.endpoint().id()))
        .forEach((id, rollout) -> found.put(id, new RolloutType(rollout)));
    return GraphTypes.join(sources, source -> source.endpoint().id(), found);
  }

  @NonNull
  @Description("Its rollouts, newest first.")
  public RolloutConnection rollouts(
      @Source EndpointType endpoint,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = endpoint.endpoint().id();
    return RolloutConnection.of(
        pages.forward(
            "rollouts/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> reads.page(principal.tenantId(), id, limit, from),
            Rollout::id));
  }

  @Description("The endpoint whose traffic it is about.")
  public List<@NonNull EndpointType> endpoint(@Source List<RolloutType> sources) {
    Map<UUID, EndpointType> found = new HashMap<>();
    endpoints
        .byIds(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.rollout().endpointId()))
        .forEach((id, endpoint) -> found.put(id, new EndpointType(endpoint)));
    return GraphTypes.join(sources, source -> source.rollout().endpointId(), found);
  }

  @Description("The revision that had all of the traffic before.")
  public List<@NonNull RevisionType> baseline(@Source List<RolloutType> sources) {
    return revisions(sources, source -> source.rollout().baselineId());
  }

  @Description("The revision that is to take over.")
  public List<@NonNull RevisionType> candidate(@Source List<RolloutType> sources) {
    return revisions(sources, source -> source.rollout().candidateId());
  }

  private List<RevisionType> revisions(
      List<RolloutType> sources, Function<RolloutType, UUID> which) {
    Map<UUID, RevisionType> found = new HashMap<>();
    endpoints
        .revisionsByIds(call.principal().tenantId(), GraphTypes.distinct(sources, which))
        .forEach((id, revision) -> found.put(id, new RevisionType(revision)));
    return GraphTypes.join(sources, which, found);
  }

  @Description("Its steps in their order, with what was counted in each, at most 20.")
  public List<@NonNull List<@NonNull RolloutStepType>> steps(@Source List<RolloutType> sources) {
    Map<UUID, Map<Integer, StepCounts>> counts =
        reads.counts(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.rollout().id()));
    return sources.stream()
        .map(
            source -> steps(source.rollout(), counts.getOrDefault(source.rollout().id(), Map.of())))
        .toList();
  }

  private static List<RolloutStepType> steps(Rollout rollout, Map<Integer, StepCounts> counts) {
    List<RolloutStepType> steps = new ArrayList<>();
    for (Rollout.Step step : rollout.steps()) {
      int number = steps.size() + 1;
      steps.add(RolloutStepType.of(number, step, counts.getOrDefault(number, StepCounts.NONE)));
    }
    return steps;
  }

  @NonNull
  @Description(
      "What it was judged by each time that its errors or its verdict changed, newest first.")
  public EvidenceConnection evidence(
      @Source RolloutType rollout,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = rollout.rollout().id();
    return EvidenceConnection.of(
        pages.forwardFrom(
            "evidence/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) ->
                reads
                    .evidence(
                        principal.tenantId(),
                        id,
                        limit,
                        from == null ? null : Integer.valueOf(from))
                    .stream()
                    .map(EvidenceType::of)
                    .toList(),
            evidence -> Integer.toString(evidence.evidence().number())));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description(
      "Has a candidate take an endpoint's traffic over, step by step. While it is under way nobody else splits the traffic or deploys there. CONFLICT unless one revision has all of the traffic.")
  public RolloutType startRollout(@NonNull @Description("The rollout.") StartRollout input) {
    return new RolloutType(
        rollouts.start(
            call.caller(),
            new NewRollout(
                GlobalId.decode("input.endpointId", ENDPOINT, input.endpointId()),
                GlobalId.decode("input.candidateId", REVISION, input.candidateId()),
                input.steps() == null ? null : NewRolloutStep.steps(input.steps()),
                input.minRequests(),
                input.alpha(),
                input.pauseLimit(),
                input.stickyHeader()),
            input.expectedVersion()));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description(
      "Keeps the share as it is, for as long as the rollout's pause may last; its errors are judged on.")
  public RolloutType pauseRollout(@NonNull @Description("The decision.") DecideRollout input) {
    return new RolloutType(rollouts.pause(call.caller(), id(input.id()), input.expectedVersion()));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description("Goes on with the step, with the time that it has had.")
  public RolloutType resumeRollout(@NonNull @Description("The decision.") DecideRollout input) {
    return new RolloutType(rollouts.resume(call.caller(), id(input.id()), input.expectedVersion()));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description("Gives the candidate all of the traffic at once.")
  public RolloutType promoteRollout(@NonNull @Description("The decision.") DecideRollout input) {
    return new RolloutType(
        rollouts.promote(call.caller(), id(input.id()), input.expectedVersion()));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description("Gives the baseline all of the traffic back at once.")
  public RolloutType abortRollout(@NonNull @Description("The end.") AbortRollout input) {
    return new RolloutType(
        rollouts.abort(
            call.caller(),
            id(input.id()),
            input.expectedVersion(),
            input.reason(),
            TraceContext.traceparent()));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description(
      "Moves the end of a pause, which is a rollback, and keeps who did so with the evidence. CONFLICT unless it is PAUSED.")
  public RolloutType extendRolloutPause(
      @NonNull @Description("The extension.") ExtendRolloutPause input) {
    return new RolloutType(
        rollouts.extendPause(call.caller(), id(input.id()), input.expectedVersion(), input.by()));
  }

  private static UUID id(String id) {
    return GlobalId.decode("input.id", ROLLOUT, id);
  }
}
