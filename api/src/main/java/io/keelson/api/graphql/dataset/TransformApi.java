package io.keelson.api.graphql.dataset;

import static io.keelson.api.graphql.GraphTypes.DATASET;
import static io.keelson.api.graphql.GraphTypes.DATASET_VERSION;

import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.TraceContext;
import io.keelson.api.graphql.cost.CostTypes.MoneyType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.dataset.TransformTypes.RunTransform;
import io.keelson.api.graphql.dataset.TransformTypes.TransformSourceType;
import io.keelson.api.graphql.dataset.TransformTypes.TransformType;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.job.JobTypes.ResourcesSpec;
import io.keelson.api.graphql.job.JobsBehind;
import io.keelson.api.identity.CallContext;
import io.keelson.api.transform.Transform;
import io.keelson.api.transform.TransformSource;
import io.keelson.api.transform.TransformSubmission;
import io.keelson.api.transform.Transforms;
import io.keelson.billing.cost.Costs;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Data set versions made of others. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class TransformApi {
  private static final double DEFAULT_CPUS = 1;
  private static final long DEFAULT_MEMORY_BYTES = 1L << 30;
  private final CallContext call;
  private final TransformSubmission submission;
  private final Transforms transforms;
  private final DatasetVersions versions;
  private final JobsBehind jobs;
  private final Costs costs;

  TransformApi(
      CallContext call,
      TransformSubmission submission,
      Transforms transforms,
      DatasetVersions versions,
      JobsBehind jobs,
      Costs costs) {
    this.call = call;
    this.submission = submission;
    this.transforms = transforms;
    this.versions = versions;
    this.jobs = jobs;
    this.costs = costs;
  }

  @Description("What made it; null where its files were uploaded.")
  public List<TransformType> transform(@Source List<DatasetVersionType> sources) {
    Map<UUID, TransformType> found = new HashMap<>();
    transforms
        .byVersionIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.datasetVersion().id()))
        .forEach((id, transform) -> found.put(id, new TransformType(transform)));
    return GraphTypes.join(sources, source -> source.datasetVersion().id(), found);
  }

  @Description(
      "What it reads, by name; what a policy collected since its last training has one name, and is one table. At most 200.")
  public List<@NonNull List<@NonNull TransformSourceType>> inputs(
      @Source List<TransformType> sources) {
    Principal principal = call.principal();
    Map<UUID, List<TransformSource>> read =
        transforms.sources(
            principal, GraphTypes.distinct(sources, source -> source.transform().versionId()));
    Map<UUID, DatasetVersion> found =
        GraphTypes.inBatches(
            read.values().stream()
                .flatMap(List::stream)
                .map(TransformSource::versionId)
                .distinct()
                .toList(),
            ids -> versions.byIds(principal, ids));
    return sources.stream()
        .map(
            source ->
                read.getOrDefault(source.transform().versionId(), List.of()).stream()
                    .map(one -> shown(one, found.get(one.versionId())))
                    .toList())
        .toList();
  }

  private static TransformSourceType shown(TransformSource source, DatasetVersion version) {
    return new TransformSourceType(
        source.name(),
        version == null ? null : new DatasetVersionType(version),
        source.removedName());
  }

  @Description("The job that ran it; null without JOB_READ in its project.")
  public List<JobType> job(@Source List<TransformType> sources) {
    return jobs.of(call.principal(), sources, source -> source.transform().jobId());
  }

  @Description(
      "What its job cost, for each time that the same was asked for again; null without COST_READ in its project.")
  public List<MoneyType> saved(@Source List<TransformType> sources) {
    Principal principal = call.principal();
    List<Transform> shown =
        sources.stream()
            .map(TransformType::transform)
            .filter(transform -> principal.may(Permission.COST_READ, transform.projectId()))
            .toList();
    Map<UUID, MoneyType> found = new HashMap<>();
    var totals =
        costs.totalsByLabel(
            principal.tenantId(),
            UsageLabels.JOB,
            shown.stream().map(transform -> transform.jobId().toString()).toList());
    for (Transform transform : shown) {
      var total = totals.get(transform.jobId().toString());
      if (total != null) {
        found.put(
            transform.versionId(),
            new MoneyType(
                total.amount().multiply(BigDecimal.valueOf(transform.reuses())), total.currency()));
      }
    }
    return GraphTypes.join(sources, source -> source.transform().versionId(), found);
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description(
      "Makes the data set's next version of others, by a job; it is MAKING meanwhile. Where the same was made of the same before, that version is the answer and nothing runs. Needs JOB_SUBMIT too, and DATASET_READ of what it reads.")
  public DatasetVersionType runTransform(
      @NonNull @Description("The version to make.") RunTransform input) {
    ResourcesSpec wanted = input.resources();
    Resources resources =
        wanted == null
            ? null
            : new Resources(
                wanted.cpus() == null ? DEFAULT_CPUS : wanted.cpus(),
                wanted.memoryBytes() == null ? DEFAULT_MEMORY_BYTES : wanted.memoryBytes());
    return new DatasetVersionType(
        submission.run(
            call.caller(),
            new TransformSubmission.NewTransform(
                GlobalId.decode("input.datasetId", DATASET, input.datasetId()),
                input.sql(),
                sources(input.inputs()),
                resources,
                input.maxDuration(),
                input.requires(),
                input.format()),
            TraceContext.traceparent()));
  }

  static List<TransformSource> sources(List<TransformTypes.TransformSource> inputs) {
    return GraphTypes.items("input.inputs", inputs).stream()
        .map(
            one ->
                new TransformSource(
                    one.name(),
                    GlobalId.decode(
                        "input.inputs.datasetVersionId", DATASET_VERSION, one.datasetVersionId())))
        .toList();
  }
}
