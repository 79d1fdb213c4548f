package io.keelson.api.graphql.check;

import static io.keelson.api.graphql.GraphTypes.DATASET_VERSION;

import io.keelson.api.catalog.dataset.DatasetValidations;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.expectation.ExpectationSuite;
import io.keelson.api.catalog.expectation.ExpectationSuites;
import io.keelson.api.catalog.validation.Validation;
import io.keelson.api.catalog.validation.Validations;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.check.ExpectationTypes.ExpectationSuiteType;
import io.keelson.api.graphql.check.ExpectationTypes.ExpectationType;
import io.keelson.api.graphql.check.ValidationTypes.*;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.job.JobsBehind;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What came of checking data set versions by what is expected of them. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ValidationApi {
  private final CallContext call;
  private final Validations validations;
  private final DatasetValidations versionsAgain;
  private final ExpectationSuites suites;
  private final DatasetVersions versions;
  private final JobsBehind jobs;
  private final Pages pages;

  ValidationApi(
      CallContext call,
      Validations validations,
      DatasetValidations versionsAgain,
      ExpectationSuites suites,
      DatasetVersions versions,
      JobsBehind jobs,
      Pages pages) {
    this.call = call;
    this.validations = validations;
    this.versionsAgain = versionsAgain;
    this.suites = suites;
    this.versions = versions;
    this.jobs = jobs;
    this.pages = pages;
  }

  @NonNull
  @Description("How it was checked by what is expected of its data set, newest first.")
  public ValidationConnection validations(
      @Source DatasetVersionType version,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = version.datasetVersion().id();
    return ValidationConnection.of(
        pages.forward(
            "validations/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> validations.page(principal, id, limit, from),
            Validation::id));
  }

  @Description("The latest of its validations; null where it was never checked.")
  public List<ValidationType> validation(@Source List<DatasetVersionType> sources) {
    Map<UUID, ValidationType> found = new HashMap<>();
    validations
        .latest(
            call.principal(), GraphTypes.distinct(sources, source -> source.datasetVersion().id()))
        .forEach((id, validation) -> found.put(id, new ValidationType(validation)));
    return GraphTypes.join(sources, source -> source.datasetVersion().id(), found);
  }

  @Description("The version that was looked at.")
  public List<@NonNull DatasetVersionType> datasetVersion(@Source List<ValidationType> sources) {
    return GraphTypes.joinAll(
        sources,
        source -> source.validation().versionId(),
        versions(GraphTypes.distinct(sources, source -> source.validation().versionId())),
        Permission.DATASET_READ);
  }

  @Description(
      "The version that holds the rows which failed checks that block; null where none did.")
  public List<DatasetVersionType> quarantine(@Source List<ValidationType> sources) {
    return GraphTypes.join(
        sources,
        source -> source.validation().quarantineVersionId(),
        versions(
            GraphTypes.distinct(sources, source -> source.validation().quarantineVersionId())));
  }

  @Description(
      "The version whose rows it holds that failed checks; null where it is no quarantine, or that version is gone.")
  public List<DatasetVersionType> quarantineOf(@Source List<DatasetVersionType> sources) {
    Map<UUID, UUID> sourceOf =
        validations.quarantined(
            call.principal(), GraphTypes.distinct(sources, source -> source.datasetVersion().id()));
    return GraphTypes.join(
        sources,
        source -> sourceOf.get(source.datasetVersion().id()),
        versions(List.copyOf(new HashSet<>(sourceOf.values()))));
  }

  private Map<UUID, DatasetVersionType> versions(List<UUID> ids) {
    Map<UUID, DatasetVersionType> found = new HashMap<>();
    Map<UUID, DatasetVersion> read = versions.byIds(call.principal(), ids);
    read.forEach((id, version) -> found.put(id, new DatasetVersionType(version)));
    return found;
  }

  @Description("What it was checked by.")
  public List<@NonNull ExpectationSuiteType> suite(@Source List<ValidationType> sources) {
    Map<UUID, ExpectationSuiteType> found = new HashMap<>();
    suites
        .byIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.validation().suiteId()))
        .forEach((id, suite) -> found.put(id, new ExpectationSuiteType(suite)));
    return GraphTypes.joinAll(
        sources, source -> source.validation().suiteId(), found, Permission.DATASET_READ);
  }

  @Description("The job that looks at it; null without JOB_READ in its project.")
  public List<JobType> job(@Source List<ValidationType> sources) {
    return jobs.of(call.principal(), sources, source -> source.validation().jobId());
  }

  @NonNull
  @Description("What came of each expectation, in the suite's order; none while it runs.")
  public ExpectationResultConnection results(
      @Source ValidationType validation,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = validation.validation().id();
    ExpectationSuite suite = suites.get(principal, validation.validation().suiteId());
    return ExpectationResultConnection.of(
        pages.forwardFrom(
            "results/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) ->
                validations
                    .results(principal, id, limit, from == null ? 0 : Integer.parseInt(from))
                    .stream()
                    .map(
                        result ->
                            ExpectationResultType.of(
                                result,
                                ExpectationType.of(suite.expectations().get(result.position()))))
                    .toList(),
            result -> result.number().toString()));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description(
      "Has a version checked by the suite that is in force now; it is VALIDATING meanwhile. CONFLICT unless it is VALIDATED, REJECTED or ERRORED, and where it is what that suite made of it already.")
  public DatasetVersionType validate(
      @Id @NonNull @Description("The version.") String id,
      @NonNull @Description("The version of its record that is meant.") Integer expectedVersion) {
    return new DatasetVersionType(
        versionsAgain.validate(
            call.caller(), GlobalId.decode("id", DATASET_VERSION, id), expectedVersion));
  }
}
