package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.dataset.UnfinishedUpload;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Unfinished uploads as the API shows them: without the address, which is for whoever writes. */
public final class UploadTypes {
  private UploadTypes() {}

  @Name("UnfinishedUpload")
  @Description("A file on its way into a data set version, which cannot be sealed meanwhile.")
  public record UnfinishedUploadType(@Ignore UnfinishedUpload upload) {
    @Id
    @NonNull
    @Description("What endUpload knows it by; no node.")
    public String getId() {
      return GraphTypes.id(GraphTypes.UPLOAD, upload.id());
    }

    @NonNull
    @Description("Where it will lie in the version.")
    public String getPath() {
      return upload.path();
    }

    @NonNull
    @Description("How large it will be, in bytes.")
    public Long getSizeBytes() {
      return upload.sizeBytes();
    }

    @NonNull
    @Description("How many bytes have come.")
    public Long getOffsetBytes() {
      return upload.offsetBytes();
    }

    @NonNull
    @Description("When it was begun.")
    public OffsetDateTime getStartedAt() {
      return upload.startedAt();
    }

    @NonNull
    @Description("When it is given up unless more comes.")
    public OffsetDateTime getExpiresAt() {
      return upload.expiresAt();
    }
  }

  @Name("UnfinishedUploadEdge")
  @Description("An unfinished upload in a page.")
  public record UnfinishedUploadEdge(
      @NonNull @Description("The upload.") UnfinishedUploadType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("UnfinishedUploadConnection")
  @Description("A page of unfinished uploads.")
  public record UnfinishedUploadConnection(
      @NonNull @Description("The uploads with their cursors.")
          List<@NonNull UnfinishedUploadEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static UnfinishedUploadConnection of(Page<UnfinishedUpload> page) {
      return new UnfinishedUploadConnection(
          page.edges(
              (upload, cursor) ->
                  new UnfinishedUploadEdge(new UnfinishedUploadType(upload), cursor)),
          page.info());
    }
  }
}
