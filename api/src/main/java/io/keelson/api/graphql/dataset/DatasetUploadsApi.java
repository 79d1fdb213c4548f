package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.dataset.DatasetUploads;
import io.keelson.api.catalog.dataset.UnfinishedUpload;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.dataset.UploadTypes.UnfinishedUploadConnection;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Unfinished uploads of a data set version. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class DatasetUploadsApi {
  private final CallContext call;
  private final DatasetUploads uploads;
  private final Pages pages;

  DatasetUploadsApi(CallContext call, DatasetUploads uploads, Pages pages) {
    this.call = call;
    this.uploads = uploads;
    this.pages = pages;
  }

  @NonNull
  @Description("Uploads to it that are not finished, the oldest first; it is not sealed meanwhile.")
  public UnfinishedUploadConnection uploads(
      @Source DatasetVersionType version,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = version.datasetVersion().id();
    return UnfinishedUploadConnection.of(
        pages.forward(
            "uploads/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> uploads.page(principal, id, limit, from),
            UnfinishedUpload::id));
  }

  @Mutation
  @Requires(Permission.DATASET_WRITE)
  @NonNull
  @Description(
      "Ends an unfinished upload: what has come of it goes. Answers the version that it was for.")
  public DatasetVersionType endUpload(@Id @NonNull @Description("The upload.") String id) {
    return new DatasetVersionType(
        uploads.end(call.caller(), GlobalId.decode("id", GraphTypes.UPLOAD, id)));
  }
}
