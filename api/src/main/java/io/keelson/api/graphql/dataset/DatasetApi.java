package io.keelson.api.graphql.dataset;

import static io.keelson.api.graphql.GraphTypes.DATASET;
import static io.keelson.api.graphql.GraphTypes.DATASET_VERSION;
import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.catalog.dataset.Dataset;
import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.dataset.DatasetFiles;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.profile.Profiles;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.dataset.DatasetTypes.*;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Data sets, their versions, files and profiles. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class DatasetApi {
  private final CallContext call;
  private final Datasets datasets;
  private final DatasetVersions versions;
  private final DatasetFiles files;
  private final Profiles profiles;
  private final Pages pages;

  DatasetApi(
      CallContext call,
      Datasets datasets,
      DatasetVersions versions,
      DatasetFiles files,
      Profiles profiles,
      Pages pages) {
    this.call = call;
    this.datasets = datasets;
    this.versions = versions;
    this.files = files;
    this.profiles = profiles;
    this.pages = pages;
  }

  @Query
  @Requires(Permission.DATASET_READ)
  @Description("A data set by its name; NOT_FOUND for none that the caller may read.")
  public DatasetType dataset(
      @Id @NonNull @Description("Its project.") String projectId,
      @NonNull @Description("Its name, exactly.") String name) {
    return new DatasetType(
        datasets.byName(call.principal(), GlobalId.decode("projectId", PROJECT, projectId), name));
  }

  @NonNull
  @Description("Its data sets, oldest first.")
  public DatasetConnection datasets(
      @Source ProjectType project,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = project.project().id();
    return DatasetConnection.of(
        pages.forward(
            "datasets/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> datasets.page(principal, id, limit, from),
            Dataset::id));
  }

  @Query
  @Requires(Permission.DATASET_READ)
  @NonNull
  @Description(
      "Newest first, as every list over the whole tenant; what the caller may not read is left out.")
  public DatasetConnection datasets(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    return DatasetConnection.of(
        pages.forward(
            "datasets",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> datasets.newest(principal, limit, from),
            Dataset::id));
  }

  @NonNull
  @Description("Its versions, newest first.")
  public DatasetVersionConnection versions(
      @Source DatasetType dataset,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = dataset.dataset().id();
    return DatasetVersionConnection.of(
        pages.forward(
            "datasetversions/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> versions.page(principal, id, limit, from),
            DatasetVersion::id));
  }

  @Description("The newest version; null while there is none.")
  public List<DatasetVersionType> latest(@Source List<DatasetType> sources) {
    Map<UUID, DatasetVersionType> found = new HashMap<>();
    versions
        .latest(call.principal(), sources.stream().map(source -> source.dataset().id()).toList())
        .forEach((id, version) -> found.put(id, new DatasetVersionType(version)));
    return GraphTypes.join(sources, source -> source.dataset().id(), found);
  }

  @Description("The data set that it is a version of.")
  public List<@NonNull DatasetType> dataset(@Source List<DatasetVersionType> sources) {
    Map<UUID, DatasetType> found = new HashMap<>();
    datasets
        .byIds(
            call.principal(),
            GraphTypes.distinct(sources, source -> source.datasetVersion().datasetId()))
        .forEach((id, dataset) -> found.put(id, new DatasetType(dataset)));
    return GraphTypes.joinAll(
        sources, source -> source.datasetVersion().datasetId(), found, Permission.DATASET_READ);
  }

  @Description(
      "What is in the first of its tables that has a profile; null until there is one. See tables for the others.")
  public List<DatasetProfileType> profile(@Source List<DatasetVersionType> sources) {
    Map<UUID, DatasetProfileType> found = new HashMap<>();
    profiles
        .byVersionIds(
            call.principal(),
            sources.stream().map(source -> source.datasetVersion().id()).toList(),
            call.rows())
        .forEach((id, profile) -> found.put(id, DatasetProfileType.of(profile)));
    return GraphTypes.join(sources, source -> source.datasetVersion().id(), found);
  }

  @NonNull
  @Description("Its files, in the order in which they came.")
  public DatasetFileConnection files(
      @Source DatasetVersionType version,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = version.datasetVersion().id();
    return DatasetFileConnection.of(
        pages.forward(
            "files/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> files.page(principal, id, limit, from),
            DatasetFile::id));
  }

  @NonNull
  @Description("Signed, good for a few minutes and as long as the caller's rights last.")
  public String downloadUrl(@Source DatasetFileType file) {
    return files.downloadUrl(call.principal(), file.file()).toString();
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Makes a data set without versions.")
  public DatasetType createDataset(@NonNull @Description("The data set.") CreateDataset input) {
    return new DatasetType(
        datasets.create(
            call.caller(),
            new Datasets.NewDataset(
                GlobalId.decode("input.projectId", PROJECT, input.projectId()),
                input.name(),
                input.description())));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description("Opens the data set's next version, empty.")
  public DatasetVersionType openDatasetVersion(
      @Id @NonNull @Description("The data set.") String datasetId) {
    return new DatasetVersionType(
        versions.open(call.caller(), GlobalId.decode("datasetId", DATASET, datasetId)));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description(
      "Opens an upload of a file to an OPEN data set version, by the tus protocol, in place of unfinished ones of that path.")
  public UploadType startUpload(@NonNull @Description("The file.") StartUpload input) {
    return UploadType.of(
        files.startUpload(
            call.caller(),
            new DatasetFiles.StartUpload(
                GlobalId.decode(
                    "input.datasetVersionId", DATASET_VERSION, input.datasetVersionId()),
                input.path(),
                input.sizeBytes(),
                input.sha256())));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description(
      "Makes an OPEN version final; its validation follows. CONFLICT without files, and while an upload is unfinished.")
  public DatasetVersionType sealDatasetVersion(
      @Id @NonNull @Description("The version.") String id,
      @Description("The version of its record that is meant; left out for whichever it has.")
          Integer expectedVersion) {
    return new DatasetVersionType(
        versions.seal(call.caller(), GlobalId.decode("id", DATASET_VERSION, id), expectedVersion));
  }
}
