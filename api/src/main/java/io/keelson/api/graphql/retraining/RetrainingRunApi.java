package io.keelson.api.graphql.retraining;

import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.cost.CostTypes.MoneyType;
import io.keelson.api.graphql.model.ModelTypes.ModelVersionType;
import io.keelson.api.graphql.retraining.PolicyVersionTypes.PolicyVersionType;
import io.keelson.api.graphql.retraining.RetrainingRunTypes.CheckType;
import io.keelson.api.graphql.retraining.RetrainingRunTypes.RetrainingRunType;
import io.keelson.api.graphql.retraining.RetrainingRunTypes.StepType;
import io.keelson.api.graphql.retraining.RetrainingRunTypes.TriggerType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.retraining.policy.PolicyVersion;
import io.keelson.api.retraining.policy.PolicyVersions;
import io.keelson.api.retraining.run.PipelineStep;
import io.keelson.api.retraining.run.RetrainingRun;
import io.keelson.api.retraining.run.RetrainingRuns;
import io.keelson.api.retraining.run.RunBudget;
import io.keelson.billing.money.Money;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What runs of policies consumed, saw, did and cost. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class RetrainingRunApi {
  private final CallContext call;
  private final RetrainingRuns runs;
  private final PolicyVersions policies;
  private final RunBudget budget;
  private final ModelVersions versions;

  RetrainingRunApi(
      CallContext call,
      RetrainingRuns runs,
      PolicyVersions policies,
      RunBudget budget,
      ModelVersions versions) {
    this.call = call;
    this.runs = runs;
    this.policies = policies;
    this.budget = budget;
    this.versions = versions;
  }

  @Description("The policy as the version has it that the run goes by.")
  public List<@NonNull PolicyVersionType> policy(@Source List<RetrainingRunType> sources) {
    Map<PolicyVersions.Key, PolicyVersion> found =
        policies.byKeys(
            call.principal(),
            sources.stream().map(source -> key(source.run())).distinct().toList());
    return sources.stream()
        .map(RetrainingRunType::run)
        .map(
            run ->
                new PolicyVersionType(
                    found.getOrDefault(
                        key(run), new PolicyVersion(run.policyVersion(), run.spec(), null, null))))
        .toList();
  }

  private static PolicyVersions.Key key(RetrainingRun run) {
    return new PolicyVersions.Key(run.policyId(), run.policyVersion());
  }

  @Description("The version that had the alias champion; null before it was looked for.")
  public List<ModelVersionType> champion(@Source List<RetrainingRunType> sources) {
    return versions(sources, RetrainingRun::championId);
  }

  @Description("The version that was trained; null where it is no better, or not scored yet.")
  public List<ModelVersionType> challenger(@Source List<RetrainingRunType> sources) {
    return versions(sources, RetrainingRun::challengerId);
  }

  private List<ModelVersionType> versions(
      List<RetrainingRunType> sources, Function<RetrainingRun, UUID> which) {
    Map<UUID, ModelVersionType> found = new HashMap<>();
    versions
        .byIds(call.principal(), GraphTypes.distinct(sources, source -> which.apply(source.run())))
        .forEach((id, version) -> found.put(id, new ModelVersionType(version)));
    return GraphTypes.join(sources, source -> which.apply(source.run()), found);
  }

  @Description("What it has consumed, at most 100.")
  public List<@NonNull List<@NonNull TriggerType>> consumed(
      @Source List<RetrainingRunType> sources) {
    return lists(sources, runs.consumed(call.principal(), ids(sources)), TriggerType::of);
  }

  @Description("What was looked at before it trained, at most 9.")
  public List<@NonNull List<@NonNull CheckType>> checks(@Source List<RetrainingRunType> sources) {
    return lists(sources, runs.checks(call.principal(), ids(sources)), CheckType::of);
  }

  @Description("Its pieces in their order, at most 6.")
  public List<@NonNull List<@NonNull StepType>> steps(@Source List<RetrainingRunType> sources) {
    Map<UUID, List<PipelineStep>> found =
        runs.steps(
            call.principal(), sources.stream().map(RetrainingRunType::run).distinct().toList());
    return sources.stream()
        .map(RetrainingRunType::run)
        .map(
            run ->
                found.getOrDefault(run.id(), List.of()).stream()
                    .map(step -> new StepType(step, run.projectId()))
                    .toList())
        .toList();
  }

  private static List<UUID> ids(List<RetrainingRunType> sources) {
    return GraphTypes.distinct(sources, source -> source.run().id());
  }

  private static <V, T> List<List<T>> lists(
      List<RetrainingRunType> sources, Map<UUID, List<V>> found, Function<V, T> type) {
    return sources.stream()
        .map(source -> found.getOrDefault(source.run().id(), List.of()).stream().map(type).toList())
        .toList();
  }

  @Description(
      "What it was expected to cost; null before that was looked at, and without COST_READ in its project.")
  public List<MoneyType> estimate(@Source List<RetrainingRunType> sources) {
    Principal principal = call.principal();
    return sources.stream()
        .map(
            source ->
                principal.may(Permission.COST_READ, source.run().projectId())
                    ? money(source.run().estimate())
                    : null)
        .toList();
  }

  @Description("What its jobs have cost so far; null without COST_READ in its project.")
  public List<MoneyType> cost(@Source List<RetrainingRunType> sources) {
    Principal principal = call.principal();
    Map<UUID, BigDecimal> found =
        budget.of(
            principal.tenantId(),
            sources.stream()
                .map(RetrainingRunType::run)
                .filter(run -> principal.may(Permission.COST_READ, run.projectId()))
                .distinct()
                .toList());
    return sources.stream().map(source -> money(found.get(source.run().id()))).toList();
  }

  @Name("cost")
  @Description(
      "What its job has cost so far; null where none does it, and without COST_READ in its project.")
  public List<MoneyType> costOfStep(@Source List<StepType> sources) {
    Principal principal = call.principal();
    List<UUID> jobs =
        sources.stream()
            .filter(source -> principal.may(Permission.COST_READ, source.projectId()))
            .map(source -> source.step().jobId())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    Map<UUID, BigDecimal> found =
        GraphTypes.inBatches(jobs, some -> budget.ofJobs(principal.tenantId(), some));
    return sources.stream().map(source -> money(found.get(source.step().jobId()))).toList();
  }

  private static MoneyType money(BigDecimal amount) {
    return amount == null ? null : MoneyType.of(Money.euros(amount));
  }
}
