package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.dataset.Dataset;
import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.dataset.DatasetUpload;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.catalog.profile.DatasetProfile;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Data sets as the API shows them. */
public final class DatasetTypes {
  private DatasetTypes() {}

  @Name("Dataset")
  public record DatasetType(@Ignore Dataset dataset) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.DATASET, dataset.id());
    }

    @NonNull
    public String getName() {
      return dataset.name();
    }

    public String getDescription() {
      return dataset.description();
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return dataset.createdAt();
    }

    @NonNull
    public Integer getVersion() {
      return dataset.version();
    }
  }

  @Name("DatasetEdge")
  public record DatasetEdge(@NonNull DatasetType node, @NonNull String cursor) {}

  @Name("DatasetConnection")
  public record DatasetConnection(
      @NonNull List<@NonNull DatasetEdge> edges, @NonNull PageInfo pageInfo) {
    static DatasetConnection of(Page<Dataset> page) {
      return new DatasetConnection(
          page.edges((dataset, cursor) -> new DatasetEdge(new DatasetType(dataset), cursor)),
          page.info());
    }
  }

  @Name("DatasetVersion")
  public record DatasetVersionType(@Ignore DatasetVersion datasetVersion) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.DATASET_VERSION, datasetVersion.id());
    }

    @NonNull
    public Integer getNumber() {
      return datasetVersion.number();
    }

    @NonNull
    public DatasetVersionStatus getStatus() {
      return datasetVersion.status();
    }

    /** SHA-256 of the manifest of its files; null while OPEN. */
    public String getDigest() {
      return datasetVersion.digest();
    }

    @NonNull
    public Long getSizeBytes() {
      return datasetVersion.sizeBytes();
    }

    public String getRejection() {
      return datasetVersion.rejection();
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return datasetVersion.createdAt();
    }

    @NonNull
    public String getCreatedBy() {
      return datasetVersion.createdBy().label();
    }

    @NonNull
    public ActorType getCreator() {
      return ActorType.of(datasetVersion.createdBy());
    }

    @NonNull
    public Integer getVersion() {
      return datasetVersion.version();
    }
  }

  @Name("DatasetVersionEdge")
  public record DatasetVersionEdge(@NonNull DatasetVersionType node, @NonNull String cursor) {}

  @Name("DatasetVersionConnection")
  public record DatasetVersionConnection(
      @NonNull List<@NonNull DatasetVersionEdge> edges, @NonNull PageInfo pageInfo) {
    static DatasetVersionConnection of(Page<DatasetVersion> page) {
      return new DatasetVersionConnection(
          page.edges(
              (version, cursor) -> new DatasetVersionEdge(new DatasetVersionType(version), cursor)),
          page.info());
    }
  }

  @Name("DatasetFile")
  public record DatasetFileType(@Ignore DatasetFile file) {
    @NonNull
    public String getPath() {
      return file.path();
    }

    @NonNull
    public Long getSizeBytes() {
      return file.sizeBytes();
    }

    @NonNull
    public String getDigest() {
      return file.digest();
    }
  }

  @Name("DatasetFileEdge")
  public record DatasetFileEdge(@NonNull DatasetFileType node, @NonNull String cursor) {}

  @Name("DatasetFileConnection")
  public record DatasetFileConnection(
      @NonNull List<@NonNull DatasetFileEdge> edges, @NonNull PageInfo pageInfo) {
    static DatasetFileConnection of(Page<DatasetFile> page) {
      return new DatasetFileConnection(
          page.edges((file, cursor) -> new DatasetFileEdge(new DatasetFileType(file), cursor)),
          page.info());
    }
  }

  @Name("Bucket")
  public record BucketType(@NonNull String from, @NonNull String to, @NonNull Long count) {}

  @Name("ColumnProfile")
  public record ColumnProfileType(
      @NonNull String name,
      @NonNull String type,
      @NonNull Long missing,
      Long distinct,
      String min,
      String max,
      Double mean,
      Double deviation,
      @NonNull List<@NonNull BucketType> histogram) {
    static ColumnProfileType of(ColumnProfile column) {
      return new ColumnProfileType(
          column.name(),
          column.type(),
          column.missing(),
          column.distinct(),
          column.min(),
          column.max(),
          column.mean(),
          column.deviation(),
          column.histogram().stream()
              .map(bucket -> new BucketType(bucket.from(), bucket.to(), bucket.count()))
              .toList());
    }
  }

  @Name("DatasetProfile")
  public record DatasetProfileType(
      @NonNull Long rows,
      @NonNull List<@NonNull ColumnProfileType> columns,
      @NonNull OffsetDateTime computedAt) {
    static DatasetProfileType of(DatasetProfile profile) {
      return new DatasetProfileType(
          profile.rows(),
          profile.columns().stream().map(ColumnProfileType::of).toList(),
          profile.computedAt());
    }
  }

  @Name("Upload")
  public record UploadType(
      @Id @NonNull String id,
      @NonNull String url,
      @NonNull OffsetDateTime expiresAt,
      @NonNull Long offsetBytes) {
    static UploadType of(DatasetUpload upload) {
      return new UploadType(
          GraphTypes.id(GraphTypes.UPLOAD, upload.id()),
          upload.url().toString(),
          upload.expiresAt(),
          upload.offsetBytes());
    }
  }

  public record CreateDataset(
      @Id @NonNull String projectId, @NonNull String name, String description) {}

  public record StartUpload(
      @Id @NonNull String datasetVersionId,
      @NonNull String path,
      @NonNull Long sizeBytes,
      String sha256) {}
}
