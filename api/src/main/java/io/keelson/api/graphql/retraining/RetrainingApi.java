package io.keelson.api.graphql.retraining;

import static io.keelson.api.graphql.GraphTypes.ALERT_RULE;
import static io.keelson.api.graphql.GraphTypes.CHANNEL;
import static io.keelson.api.graphql.GraphTypes.DATASET;
import static io.keelson.api.graphql.GraphTypes.ENDPOINT;
import static io.keelson.api.graphql.GraphTypes.EXPECTATION_SUITE;
import static io.keelson.api.graphql.GraphTypes.EXPERIMENT;
import static io.keelson.api.graphql.GraphTypes.MODEL;
import static io.keelson.api.graphql.GraphTypes.RETRAINING_POLICY;
import static io.keelson.api.graphql.GraphTypes.RETRAINING_RUN;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.TraceContext;
import io.keelson.api.graphql.model.ModelTypes.RegisteredModelType;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.retraining.PolicyVersionTypes.PolicyVersionConnection;
import io.keelson.api.graphql.retraining.RetrainingInputs.RollBackRetraining;
import io.keelson.api.graphql.retraining.RetrainingInputs.SetRetrainingPolicy;
import io.keelson.api.graphql.retraining.RetrainingRunTypes.RetrainingRunConnection;
import io.keelson.api.graphql.retraining.RetrainingRunTypes.RetrainingRunType;
import io.keelson.api.graphql.retraining.RetrainingTypes.BreakerType;
import io.keelson.api.graphql.retraining.RetrainingTypes.RetrainingPolicyType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.api.retraining.policy.PolicyVersions;
import io.keelson.api.retraining.policy.RetrainingPolicies;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.api.retraining.run.Retraining;
import io.keelson.api.retraining.run.RetrainingRun;
import io.keelson.api.retraining.run.RetrainingRuns;
import io.keelson.api.retraining.run.RetrainingStatus;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Input;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What has models trained anew, and what became of it. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class RetrainingApi {
  private static final int MAX_NEXT = 100;
  private static final int SHOWN_NEXT = 5;

  private final CallContext call;
  private final RetrainingPolicies policies;
  private final PolicyVersions versions;
  private final RetrainingRuns runs;
  private final Retraining retraining;
  private final Pages pages;
  private final InstantSource clock;

  RetrainingApi(
      CallContext call,
      RetrainingPolicies policies,
      PolicyVersions versions,
      RetrainingRuns runs,
      Retraining retraining,
      Pages pages,
      InstantSource clock) {
    this.call = call;
    this.policies = policies;
    this.versions = versions;
    this.runs = runs;
    this.retraining = retraining;
    this.pages = pages;
    this.clock = clock;
  }

  @Description("What has it trained anew; null where nobody has set that.")
  public List<RetrainingPolicyType> retraining(@Source List<RegisteredModelType> sources) {
    Map<UUID, RetrainingPolicyType> found = new HashMap<>();
    policies
        .byModelIds(call.principal(), GraphTypes.distinct(sources, source -> source.model().id()))
        .forEach((id, policy) -> found.put(id, new RetrainingPolicyType(policy)));
    return GraphTypes.join(sources, source -> source.model().id(), found);
  }

  @Description("How it stands: as its run that goes on, or ARMED, or in COOLDOWN.")
  public List<@NonNull RetrainingStatus> status(@Source List<RetrainingPolicyType> sources) {
    Map<UUID, RetrainingRun> goesOn =
        runs.goingOn(
            call.principal(), GraphTypes.distinct(sources, source -> source.policy().id()));
    return sources.stream()
        .map(source -> runs.status(source.policy(), goesOn.get(source.policy().id())))
        .toList();
  }

  @NonNull
  @Description("When its schedule triggers it next, at most 100 times; none without one.")
  public List<@NonNull OffsetDateTime> next(
      @Source RetrainingPolicyType policy,
      @Description("How many, 1 to 100; 5 when left out.") Integer first) {
    int count = first == null ? SHOWN_NEXT : Input.range("first", first, 1, MAX_NEXT);
    return policy.policy().spec().active()
        ? policy.policy().schedule().stream()
            .flatMap(schedule -> schedule.next(clock.instant(), count).stream())
            .map(instant -> OffsetDateTime.ofInstant(instant, ZoneOffset.UTC))
            .toList()
        : List.of();
  }

  @NonNull
  @Description("How often it has trained of late, and whether it may.")
  public BreakerType breaker(@Source RetrainingPolicyType source) {
    RetrainingPolicy policy = source.policy();
    long trainings = runs.trainings(call.principal(), policy);
    int limit = policy.spec().maxTrainings();
    return new BreakerType((int) trainings, limit, policy.spec().period(), trainings >= limit);
  }

  @NonNull
  @Description("Its runs, newest first.")
  public RetrainingRunConnection runs(
      @Source RetrainingPolicyType policy,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = policy.policy().id();
    return RetrainingRunConnection.of(
        pages.forward(
            "retrainingruns/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> runs.page(principal, id, limit, from),
            RetrainingRun::id));
  }

  @NonNull
  @Description(
      "What it was in each of its versions, newest first: the newest 100, and all that a run went by.")
  public PolicyVersionConnection versions(
      @Source RetrainingPolicyType policy,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = policy.policy().id();
    return PolicyVersionConnection.of(
        pages.forwardFrom(
            "retrainingpolicyversions/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) ->
                versions.page(principal, id, limit, from == null ? null : Integer.valueOf(from)),
            version -> Integer.toString(version.version())));
  }

  @Mutation("setRetrainingPolicy")
  @Requires(Permission.MODEL_WRITE)
  @NonNull
  @Description(
      "Makes the retraining policy of a model, or changes it as a whole. Runs that go on keep the policy that they began with. From then on it acts with the caller's rights, counts its trainings anew and takes what its data set holds already as known.")
  public RetrainingPolicyType setRetrainingPolicy(
      @NonNull @Description("The policy.") SetRetrainingPolicy input) {
    return new RetrainingPolicyType(
        policies.set(
            call.caller(),
            new RetrainingPolicies.SetPolicy(
                GlobalId.decode("input.modelId", MODEL, input.modelId()),
                input.expectedVersion(),
                spec(input))));
  }

  private static PolicySpec spec(SetRetrainingPolicy input) {
    return new PolicySpec(
        input.active() == null || input.active(),
        input.schedule() == null
            ? null
            : new PolicySpec.Schedule(input.schedule().cron(), input.schedule().zone()),
        input.onNewData() != null && input.onNewData(),
        GraphTypes.optional("input.alertRuleId", ALERT_RULE, input.alertRuleId()),
        GlobalId.decode("input.datasetId", DATASET, input.datasetId()),
        GlobalId.decode("input.evaluationDatasetId", DATASET, input.evaluationDatasetId()),
        GlobalId.decode("input.experimentId", EXPERIMENT, input.experimentId()),
        input.target(),
        input.parameters() == null
            ? new JsonObject()
            : new JsonObject(input.parameters().toString()),
        input.transform() == null
            ? null
            : new PolicySpec.Transform(
                GlobalId.decode(
                    "input.transform.datasetId", DATASET, input.transform().datasetId()),
                input.transform().sql(),
                GraphTypes.optional(
                    "input.transform.labelsDatasetId",
                    DATASET,
                    input.transform().labelsDatasetId())),
        GraphTypes.optional("input.suiteId", EXPECTATION_SUITE, input.suiteId()),
        input.minNewRows() == null ? 0 : input.minNewRows(),
        input.maxCost(),
        input.maxPValue() == null ? 0.05 : input.maxPValue(),
        input.cooldown() == null ? Duration.ofDays(1) : input.cooldown(),
        input.maxTrainings() == null ? 4 : input.maxTrainings(),
        input.period() == null ? Duration.ofDays(21) : input.period(),
        GraphTypes.optional("input.endpointId", ENDPOINT, input.endpointId()),
        GraphTypes.items("input.canary", input.canary()).stream()
            .map(step -> new PolicySpec.CanaryStep(step.weight(), step.hold()))
            .toList(),
        GraphTypes.items("input.channelIds", input.channelIds()).stream()
            .map(id -> GlobalId.decode("input.channelIds", CHANNEL, id))
            .distinct()
            .toList());
  }

  @Mutation
  @Requires(Permission.MODEL_WRITE)
  @NonNull
  @Description(
      "Has a policy run now, in its cooldown too. Refused with CONFLICT while another run goes on, or when the policy has trained too often. Needs JOB_SUBMIT, too.")
  public RetrainingRunType retrain(
      @Id @NonNull @Description("The policy.") String policyId,
      @Description("Why, at most 1,000 characters.") String note) {
    return new RetrainingRunType(
        retraining.start(
            call.caller(), GlobalId.decode("policyId", RETRAINING_POLICY, policyId), note));
  }

  @Mutation
  @Requires(Permission.MODEL_WRITE)
  @NonNull
  @Description(
      "Puts the champion back in one go: the endpoint's traffic, and the alias champion. Refused where something newer has taken the challenger's place. Needs ENDPOINT_WRITE where something was deployed.")
  public RetrainingRunType rollBackRetraining(
      @NonNull @Description("The run.") RollBackRetraining input) {
    return new RetrainingRunType(
        retraining.rollBack(
            call.caller(),
            GlobalId.decode("input.id", RETRAINING_RUN, input.id()),
            input.expectedVersion(),
            input.reason(),
            TraceContext.traceparent()));
  }
}
