package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.collection.CollectedVersion;
import io.keelson.api.catalog.collection.Collector;
import io.keelson.api.catalog.collection.CollectorFigures;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Collectors as the API shows them. */
public final class CollectorTypes {
  private CollectorTypes() {}

  @Name("Collector")
  @Description(
      "Takes events over HTTP into a data set: each is a row of the version that is sealed next.")
  public record CollectorType(@Ignore Collector collector) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.COLLECTOR, collector.id());
    }

    @NonNull
    @Description("What waits is sealed once it is so many rows.")
    public Long getSealAfterRows() {
      return collector.sealRule().rows();
    }

    @NonNull
    @Description("What waits is sealed once it is so many bytes, before they are compressed.")
    public Long getSealAfterBytes() {
      return collector.sealRule().bytes();
    }

    @NonNull
    @Description("What waits is sealed once the oldest of it has waited so long.")
    public Duration getSealAfter() {
      return collector.sealRule().age();
    }

    @Description("What each event must look like; null where anything is taken.")
    public JsonObject getSchema() {
      return collector.schema() == null
          ? null
          : Json.createReader(new StringReader(collector.schema())).readObject();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return collector.createdAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return collector.version();
    }
  }

  @Name("CollectorFigures")
  @Description("What has come to a collector since it was made, and what of it waits.")
  public record CollectorFiguresType(@Ignore CollectorFigures figures) {
    @NonNull
    @Description("Events that are, or will be, rows of the data set.")
    public Long getAccepted() {
      return figures.accepted();
    }

    @NonNull
    @Description("Events that had come before, and are kept once.")
    public Long getDuplicates() {
      return figures.duplicates();
    }

    @NonNull
    @Description("Events that broke the schema, and are kept beside the data set.")
    public Long getDeadLetters() {
      return figures.deadLetters();
    }

    @NonNull
    @Description("What was no event, or none within the bounds, and is not kept.")
    public Long getRejected() {
      return figures.rejected();
    }

    @NonNull
    @Description("Rows and dead letters that wait to be sealed.")
    public Long getWaitingRows() {
      return figures.waitingRows();
    }

    @NonNull
    @Description("How many bytes these are, before they are compressed.")
    public Long getWaitingBytes() {
      return figures.waitingBytes();
    }

    @Description("When the oldest of these came; null while nothing waits.")
    public OffsetDateTime getOldestWaitingAt() {
      return figures.oldestWaitingAt();
    }
  }

  @Name("CollectedFrom")
  @Description("What a data set version was collected from.")
  public record CollectedFromType(@Ignore CollectedVersion collected) {
    @NonNull
    @Description("Whether it holds events that broke the schema.")
    public Boolean getDeadLetters() {
      return collected.hasDeadLetters();
    }

    @NonNull
    @Description("How many rows it has.")
    public Long getRows() {
      return collected.rows();
    }

    @NonNull
    @Description("When the first of them came.")
    public OffsetDateTime getFrom() {
      return collected.fromAt();
    }

    @NonNull
    @Description("When the last of them came.")
    public OffsetDateTime getTo() {
      return collected.toAt();
    }
  }

  @Description("A collector to make.")
  public record CreateCollector(
      @Id @NonNull @Description("The data set, which has none.") String datasetId,
      @Description("Seal at so many rows, 1 to 10,000,000; 1,000,000 when left out.")
          Long sealAfterRows,
      @Description("Seal at so many bytes, 1 KiB to 256 MiB; 128 MiB when left out.")
          Long sealAfterBytes,
      @Description("Seal after so long, 1 second to 7 days; 15 minutes when left out.")
          Duration sealAfter,
      @Description(
              "JSON Schema of an event, or of the data of a CloudEvent: types, properties, items, enumerations and bounds. What breaks it goes to a data set of its own, named after this one.")
          JsonObject schema) {}

  @Description("What a collector shall be.")
  public record UpdateCollector(
      @Id @NonNull @Description("The collector.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion,
      @Description("As for a new one; no change when left out.") Long sealAfterRows,
      @Description("As for a new one; no change when left out.") Long sealAfterBytes,
      @Description("As for a new one; no change when left out.") Duration sealAfter,
      @Description("As for a new one; no change when left out, and {} takes anything.")
          JsonObject schema) {}
}
