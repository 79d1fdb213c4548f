package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.difference.Differences;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.dataset.DifferenceTypes.TableDifferenceType;
import io.keelson.api.graphql.dataset.DifferenceTypes.VersionDifferenceType;
import io.keelson.api.identity.CallContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Source;

/** What changed between versions of a data set. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class DifferenceApi {
  private final CallContext call;
  private final Differences differences;

  DifferenceApi(CallContext call, Differences differences) {
    this.call = call;
    this.differences = differences;
  }

  @Description(
      "What changed since another version of its data set; null where there is none such that was sealed, and where the files of either were removed.")
  public VersionDifferenceType difference(
      @Source DatasetVersionType version,
      @Description("The number of the other one; the highest before its own when left out.")
          Integer from) {
    return differences
        .of(call.principal(), version.datasetVersion().id(), from)
        .map(VersionDifferenceType::new)
        .orElse(null);
  }

  @Description("What became of a table; null where either version has no profile of it.")
  public TableDifferenceType table(
      @Source VersionDifferenceType difference,
      @Description("Its name in the later version; its first table when left out.") String name) {
    return differences
        .table(call.principal(), difference.difference(), name, call.rows())
        .map(TableDifferenceType::new)
        .orElse(null);
  }
}
