package io.keelson.api.graphql.check;

import static io.keelson.api.graphql.GraphTypes.DATASET;

import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.expectation.Expectation;
import io.keelson.api.catalog.expectation.ExpectationSuite;
import io.keelson.api.catalog.expectation.ExpectationSuites;
import io.keelson.api.catalog.expectation.OnEmpty;
import io.keelson.api.catalog.expectation.Severity;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.check.ExpectationTypes.*;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetType;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.json.JsonObject;
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

/** What is expected of data sets. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ExpectationApi {
  private final CallContext call;
  private final ExpectationSuites suites;
  private final Datasets datasets;
  private final Pages pages;

  ExpectationApi(CallContext call, ExpectationSuites suites, Datasets datasets, Pages pages) {
    this.call = call;
    this.suites = suites;
    this.datasets = datasets;
    this.pages = pages;
  }

  @Description("What its versions are checked by from now on; null where it never had a suite.")
  public List<ExpectationSuiteType> expectations(@Source List<DatasetType> sources) {
    Map<UUID, ExpectationSuiteType> found = new HashMap<>();
    suites
        .byDatasetIds(
            call.principal(), GraphTypes.distinct(sources, source -> source.dataset().id()))
        .forEach((id, suite) -> found.put(id, new ExpectationSuiteType(suite)));
    return GraphTypes.join(sources, source -> source.dataset().id(), found);
  }

  @NonNull
  @Description("The suites that it had, newest first.")
  public ExpectationSuiteConnection expectationSuites(
      @Source DatasetType dataset,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = dataset.dataset().id();
    return ExpectationSuiteConnection.of(
        pages.forward(
            "suites/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> suites.page(principal, id, limit, from),
            ExpectationSuite::id));
  }

  @Description("The data set that it is of.")
  public List<@NonNull DatasetType> dataset(@Source List<ExpectationSuiteType> sources) {
    Map<UUID, DatasetType> found = new HashMap<>();
    datasets
        .byIds(call.principal(), GraphTypes.distinct(sources, source -> source.suite().datasetId()))
        .forEach((id, dataset) -> found.put(id, new DatasetType(dataset)));
    return GraphTypes.joinAll(
        sources, source -> source.suite().datasetId(), found, Permission.DATASET_READ);
  }

  @Mutation("setExpectations")
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description(
      "Puts a suite in force, which versions are checked by that are sealed from now on; the one in force is the answer where it expects the same.")
  public ExpectationSuiteType setExpectations(
      @NonNull @Description("The suite.") SetExpectations input) {
    return new ExpectationSuiteType(
        suites.set(
            call.caller(),
            new ExpectationSuites.SetExpectations(
                GlobalId.decode("input.datasetId", DATASET, input.datasetId()),
                input.expectedVersion(),
                GraphTypes.items("input.expectations", input.expectations()).stream()
                    .map(ExpectationApi::expectation)
                    .toList())));
  }

  private static Expectation expectation(NewExpectation input) {
    return new Expectation(
        input.name(),
        input.table(),
        input.column(),
        input.arguments() == null ? null : new JsonObject(input.arguments().toString()),
        input.mostly() == null ? BigDecimal.ONE : BigDecimal.valueOf(input.mostly()),
        input.severity() == null ? Severity.BLOCK : input.severity(),
        input.onEmpty() == null ? OnEmpty.FAIL : input.onEmpty());
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("setExpectations, of a suite of Great Expectations.")
  public ExpectationSuiteType importExpectations(
      @NonNull @Description("The suite.") ImportExpectations input) {
    return new ExpectationSuiteType(
        suites.importSuite(
            call.caller(),
            new ExpectationSuites.ImportExpectations(
                GlobalId.decode("input.datasetId", DATASET, input.datasetId()),
                input.expectedVersion(),
                new JsonObject(input.suite().toString()))));
  }
}
