package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.job.JobTypes.ResourcesSpec;
import io.keelson.api.transform.Transform;
import io.keelson.api.transform.TransformFormat;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Transforms as the API shows them. */
public final class TransformTypes {
  private TransformTypes() {}

  @Name("Transform")
  @Description("What a data set version was made by: one SELECT over others.")
  public record TransformType(@Ignore Transform transform) {
    @NonNull
    @Description("The statement, in the engine's SQL.")
    public String getSql() {
      return transform.sql();
    }

    @NonNull
    @Description("What ran it, with its version, such as duckdb 1.3.2.0.")
    public String getEngine() {
      return transform.engine();
    }

    @NonNull
    @Description("What its table was written as.")
    public TransformFormat getFormat() {
      return transform.format();
    }

    @NonNull
    @Description(
        "SHA-256 over engine, format, statement and the digests of what it reads, in hexadecimal: what has the same one makes the same.")
    public String getDigest() {
      return transform.digest();
    }

    @NonNull
    @Description("How often the same was asked for again, and this version was the answer.")
    public Integer getReuses() {
      return transform.reuses();
    }
  }

  @Name("TransformSource")
  @Description("A data set version that a transform reads.")
  public record TransformSourceType(
      @NonNull @Description("What the statement calls it.") String name,
      @Description(
              "The version; null without DATASET_READ in its project, and where that was removed.")
          DatasetVersionType version,
      @Description("What the version was called, where its project was removed; null otherwise.")
          String removedName) {}

  @Description("A data set version that a transform is to read.")
  public record TransformSource(
      @NonNull
          @Description(
              "What the statement calls it: 1 to 63 letters, digits or _, and none of the engine's own schemas such as main. The table itself where the version has one; else a schema with a table for each, where the second of names that differ in case only ends in _2.")
          String name,
      @Id @NonNull @Description("The version, sealed and not REJECTED.") String datasetVersionId) {}

  @Description("A version to make of others.")
  public record RunTransform(
      @Id @NonNull @Description("The data set whose next version it makes.") String datasetId,
      @NonNull
          @Description(
              "One SELECT in DuckDB's SQL, at most 32,768 characters; it reads the inputs and nothing else.")
          String sql,
      @NonNull @Description("What it reads: 1 to 20, each name once.") List<TransformSource> inputs,
      @Description("What its job may use; one CPU and 1 GiB when left out, 512 MiB at least.")
          ResourcesSpec resources,
      @Description("How long it may run, a second to seven days; an hour when left out.")
          Duration maxDuration,
      @Description("The least that each input must be; SEALED when left out.") DataGate requires,
      @Description(
              "What its table is written as; PARQUET when left out. The built-in trainers read CSV.")
          TransformFormat format) {}
}
