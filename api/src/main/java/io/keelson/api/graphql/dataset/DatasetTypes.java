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
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Data sets as the API shows them. */
public final class DatasetTypes {
  private DatasetTypes() {}

  @Name("Dataset")
  @Description("Data by a name, in versions that never change once they are sealed.")
  public record DatasetType(@Ignore Dataset dataset) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.DATASET, dataset.id());
    }

    @NonNull
    @Description("Unlike those of the project's other data sets.")
    public String getName() {
      return dataset.name();
    }

    @Description("What is in it; null for nothing said.")
    public String getDescription() {
      return dataset.description();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return dataset.createdAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return dataset.version();
    }
  }

  @Name("DatasetEdge")
  @Description("A data set in a page.")
  public record DatasetEdge(
      @NonNull @Description("The data set.") DatasetType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("DatasetConnection")
  @Description("A page of data sets.")
  public record DatasetConnection(
      @NonNull @Description("The data sets with their cursors.") List<@NonNull DatasetEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static DatasetConnection of(Page<Dataset> page) {
      return new DatasetConnection(
          page.edges((dataset, cursor) -> new DatasetEdge(new DatasetType(dataset), cursor)),
          page.info());
    }
  }

  @Name("DatasetVersion")
  @Description("Files that belong together: filled while OPEN, final once SEALED.")
  public record DatasetVersionType(@Ignore DatasetVersion datasetVersion) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.DATASET_VERSION, datasetVersion.id());
    }

    @Id
    @NonNull
    @Description("The project that it belongs to, also without PROJECT_READ.")
    public String getProjectId() {
      return GraphTypes.id(GraphTypes.PROJECT, datasetVersion.projectId());
    }

    @NonNull
    @Description("1 for the data set's first one.")
    public Integer getNumber() {
      return datasetVersion.number();
    }

    @NonNull
    @Description("Whether it is being filled, final, being validated, or what came of that.")
    public DatasetVersionStatus getStatus() {
      return datasetVersion.status();
    }

    @Description("SHA-256 of the manifest of its files, in hexadecimal; null while OPEN.")
    public String getDigest() {
      return datasetVersion.digest();
    }

    @NonNull
    @Description("How large its files are together, in bytes.")
    public Long getSizeBytes() {
      return datasetVersion.sizeBytes();
    }

    @Description("Why it was REJECTED; null unless it was.")
    public String getRejection() {
      return datasetVersion.rejection();
    }

    @Description(
        "Why it is ERRORED, and while it is VALIDATING again, why it was; null for any other.")
    public String getError() {
      return datasetVersion.error();
    }

    @Description(
        "When its files were removed, with its profile and the rows that its checks kept: they had been there for as long as its data set keeps what was captured. Nothing reads it any more. Null while they are there.")
    public OffsetDateTime getRemovedAt() {
      return datasetVersion.removedAt();
    }

    @Description("When it is validated again by itself; null unless ERRORED.")
    public OffsetDateTime getRetryAt() {
      return datasetVersion.retryAt();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return datasetVersion.createdAt();
    }

    @NonNull
    @Description("The label of whoever opened it.")
    public String getCreatedBy() {
      return datasetVersion.createdBy().label();
    }

    @NonNull
    @Description("Who opened it.")
    public ActorType getCreator() {
      return ActorType.of(datasetVersion.createdBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return datasetVersion.version();
    }
  }

  @Name("DatasetVersionEdge")
  @Description("A version in a page.")
  public record DatasetVersionEdge(
      @NonNull @Description("The version.") DatasetVersionType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("DatasetVersionConnection")
  @Description("A page of versions.")
  public record DatasetVersionConnection(
      @NonNull @Description("The versions with their cursors.")
          List<@NonNull DatasetVersionEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static DatasetVersionConnection of(Page<DatasetVersion> page) {
      return new DatasetVersionConnection(
          page.edges(
              (version, cursor) -> new DatasetVersionEdge(new DatasetVersionType(version), cursor)),
          page.info());
    }
  }

  @Name("DatasetFile")
  @Description("A file of a data set version.")
  public record DatasetFileType(@Ignore DatasetFile file) {
    @NonNull
    @Description("Where it lies in the version, parts divided by slashes.")
    public String getPath() {
      return file.path();
    }

    @NonNull
    @Description("How large it is, in bytes.")
    public Long getSizeBytes() {
      return file.sizeBytes();
    }

    @NonNull
    @Description("SHA-256 of its bytes, in hexadecimal.")
    public String getDigest() {
      return file.digest();
    }
  }

  @Name("DatasetFileEdge")
  @Description("A file in a page.")
  public record DatasetFileEdge(
      @NonNull @Description("The file.") DatasetFileType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("DatasetFileConnection")
  @Description("A page of files.")
  public record DatasetFileConnection(
      @NonNull @Description("The files with their cursors.") List<@NonNull DatasetFileEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static DatasetFileConnection of(Page<DatasetFile> page) {
      return new DatasetFileConnection(
          page.edges((file, cursor) -> new DatasetFileEdge(new DatasetFileType(file), cursor)),
          page.info());
    }
  }

  @Name("Bucket")
  @Description("How many values lie in a range, or are the same.")
  public record BucketType(
      @NonNull @Description("The lower end as text, included.") String from,
      @NonNull
          @Description(
              "The upper end as text, not included except in the last range; the same as from where a single value is counted.")
          String to,
      @NonNull @Description("How many values.") Long count) {}

  @Name("ColumnProfile")
  @Description("What is in one column of a table.")
  public record ColumnProfileType(
      @NonNull @Description("As the file names it.") String name,
      @NonNull @Description("As DuckDB names it, such as DOUBLE.") String type,
      @NonNull @Description("How many rows have no value.") Long missing,
      @Description(
              "How many different values, estimated by HyperLogLog; null where values cannot be compared.")
          Long distinct,
      @Description("The smallest value as text, cut to 200 characters; null where there is none.")
          String min,
      @Description("The largest value as text, cut to 200 characters; null where there is none.")
          String max,
      @Description("Of numbers; null for other values.") Double mean,
      @Description("Sample standard deviation of numbers; null for other values.") Double deviation,
      @NonNull
          @Description(
              "At most 10 ranges of equal width for numbers; for other values the most frequent ones.")
          List<@NonNull BucketType> histogram) {
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
  @Description("What is in a table of a data set version, computed once it is sealed.")
  public record DatasetProfileType(
      @NonNull @Description("How many rows there are.") Long rows,
      @NonNull @Description("Its columns in the order of the file, at most 1,000.")
          List<@NonNull ColumnProfileType> columns,
      @NonNull @Description("When it was computed.") OffsetDateTime computedAt) {
    static DatasetProfileType of(DatasetProfile profile) {
      return new DatasetProfileType(
          profile.rows(),
          profile.columns().stream().map(ColumnProfileType::of).toList(),
          profile.computedAt());
    }
  }

  @Name("Upload")
  @Description("A file on its way into a data set version, by the tus protocol.")
  public record UploadType(
      @Id @NonNull @Description("What it is known by in answers; no node.") String id,
      @NonNull @Description("Where to send the bytes; whoever holds the address may.") String url,
      @NonNull @Description("When it is given up unless it is finished.") OffsetDateTime expiresAt,
      @NonNull @Description("How many bytes have come.") Long offsetBytes) {
    static UploadType of(DatasetUpload upload) {
      return new UploadType(
          GraphTypes.id(GraphTypes.UPLOAD, upload.id()),
          upload.url().toString(),
          upload.expiresAt(),
          upload.offsetBytes());
    }
  }

  @Description("A data set to make.")
  public record CreateDataset(
      @Id @NonNull @Description("The project that it will belong to.") String projectId,
      @NonNull @Description("1 to 200 characters; no other data set of the project has it.")
          String name,
      @Description("What is in it; up to 4,000 characters.") String description) {}

  @Description("A file to upload.")
  public record StartUpload(
      @Id @NonNull @Description("The version, which is OPEN.") String datasetVersionId,
      @NonNull
          @Description(
              "Where it will lie: a relative path of at most 1,000 characters; a file that lies there is replaced.")
          String path,
      @NonNull @Description("How large it is, in bytes.") Long sizeBytes,
      @Description(
              "What the SHA-256 of its bytes must be, in hexadecimal; not compared when left out.")
          String sha256) {}
}
