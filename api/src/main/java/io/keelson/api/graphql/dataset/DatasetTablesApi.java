package io.keelson.api.graphql.dataset;

import static io.keelson.api.graphql.GraphTypes.DATASET_VERSION;

import io.keelson.api.catalog.dataset.DatasetValidations;
import io.keelson.api.catalog.dataset.FirstRows;
import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.catalog.profile.Profiles;
import io.keelson.api.catalog.profile.TableProfile;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.dataset.DatasetTypes.ColumnProfileType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.dataset.TableTypes.TableProfileConnection;
import io.keelson.api.graphql.dataset.TableTypes.TableProfileType;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** The tables of a data set version, and their validation. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class DatasetTablesApi {
  private static final int USUAL_ROWS = 20;

  private final CallContext call;
  private final Profiles profiles;
  private final DatasetValidations validations;
  private final FirstRows firstRows;
  private final Pages pages;

  DatasetTablesApi(
      CallContext call,
      Profiles profiles,
      DatasetValidations validations,
      FirstRows firstRows,
      Pages pages) {
    this.call = call;
    this.profiles = profiles;
    this.validations = validations;
    this.firstRows = firstRows;
    this.pages = pages;
  }

  @NonNull
  @Description("Its tables by name, the first 1,000 of them; none before it is VALIDATING.")
  public TableProfileConnection tables(
      @Source DatasetVersionType version,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = version.datasetVersion().id();
    return TableProfileConnection.of(
        pages.forward(
            "tables/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> profiles.page(principal, id, limit, from),
            TableProfile::id));
  }

  @Description("One of its tables; null where there is none of that name.")
  public TableProfileType table(
      @Source DatasetVersionType version,
      @Description("Its name; the first table when left out.") String name) {
    return profiles
        .table(call.principal(), version.datasetVersion().id(), name)
        .map(TableProfileType::new)
        .orElse(null);
  }

  @NonNull
  @Description(
      "The first lines of its first file by path that is .ndjson, .jsonl, .csv or .tsv, also as .gz, as they stand there: each cut at 16 KiB, at most 100 and as many as have 256 KiB together and stand in its first MiB; none where no file is one of these.")
  public List<@NonNull String> firstRows(
      @Source DatasetVersionType version,
      @Description("How many, 1 to 100; 20 when left out.") Integer first) {
    call.rows().hold(FirstRows.MAX_HEAP_BYTES, "rows of data");
    return firstRows.of(
        call.principal(), version.datasetVersion().id(), first == null ? USUAL_ROWS : first);
  }

  @Description("Its columns in the order of the first file, at most 1,000; empty unless PROFILED.")
  public List<@NonNull List<@NonNull ColumnProfileType>> columns(
      @Source List<TableProfileType> sources) {
    Map<UUID, List<ColumnProfile>> found =
        profiles.columns(
            call.principal(),
            sources.stream().map(source -> source.table().id()).toList(),
            call.rows());
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.table().id(), List.of()).stream()
                    .map(ColumnProfileType::of)
                    .toList())
        .toList();
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Has an ERRORED version validated again now, which otherwise waits until retryAt.")
  public DatasetVersionType retryValidation(
      @Id @NonNull @Description("The version.") String id,
      @NonNull @Description("The version of its record that is meant.") Integer expectedVersion) {
    return new DatasetVersionType(
        validations.retry(
            call.caller(), GlobalId.decode("id", DATASET_VERSION, id), expectedVersion));
  }
}
