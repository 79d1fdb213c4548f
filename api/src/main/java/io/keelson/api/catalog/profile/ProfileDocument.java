package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.profile.ColumnProfile.Bucket;
import io.keelson.tenancy.database.StoredText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile as JSON, as the profiler says it and as it is stored. What the profiler says is not
 * trusted: it has read hostile files.
 */
public final class ProfileDocument {
  private static final int MAX_COLUMNS = 1_000;
  private static final int MAX_BUCKETS = 10;
  private static final int MAX_CHARACTERS = 200;

  private ProfileDocument() {}

  /**
   * @throws RuntimeException when it is no profile, of whatever kind the first misfit is
   */
  public static ProfileOutcome.Profiled read(JsonObject json) {
    JsonArray columns = json.getJsonArray("columns");
    if (columns.size() > MAX_COLUMNS) {
      throw new IllegalArgumentException(columns.size() + " columns");
    }
    List<ColumnProfile> out = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      out.add(column(columns.getJsonObject(i)));
    }
    return new ProfileOutcome.Profiled(
        json.getLong("rows"), List.copyOf(out), CsvDialect.read(json.getJsonObject("dialect")));
  }

  private static ColumnProfile column(JsonObject json) {
    JsonArray buckets = json.getJsonArray("histogram");
    if (buckets.size() > MAX_BUCKETS) {
      throw new IllegalArgumentException(buckets.size() + " buckets");
    }
    List<Bucket> histogram = new ArrayList<>(buckets.size());
    for (int i = 0; i < buckets.size(); i++) {
      JsonObject bucket = buckets.getJsonObject(i);
      histogram.add(
          new Bucket(
              required(text(bucket, "from")),
              required(text(bucket, "to")),
              bucket.getLong("count")));
    }
    return new ColumnProfile(
        required(text(json, "name")),
        required(text(json, "type")),
        json.getLong("missing"),
        json.getLong("distinct"),
        text(json, "min"),
        text(json, "max"),
        json.getDouble("mean"),
        json.getDouble("deviation"),
        List.copyOf(histogram));
  }

  private static String text(JsonObject json, String field) {
    String text = json.getString(field);
    if (text == null) {
      return null;
    }
    String cut = text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS);
    return StoredText.of(cut);
  }

  private static String required(String text) {
    if (text == null) {
      throw new IllegalArgumentException("a name, type or bound is missing");
    }
    return text;
  }

  public static JsonObject write(ProfileOutcome.Profiled profiled) {
    JsonArray columns = new JsonArray();
    for (ColumnProfile column : profiled.columns()) {
      JsonArray histogram = new JsonArray();
      for (Bucket bucket : column.histogram()) {
        histogram.add(
            new JsonObject()
                .put("from", bucket.from())
                .put("to", bucket.to())
                .put("count", bucket.count()));
      }
      columns.add(
          new JsonObject()
              .put("name", column.name())
              .put("type", column.type())
              .put("missing", column.missing())
              .put("distinct", column.distinct())
              .put("min", column.min())
              .put("max", column.max())
              .put("mean", column.mean())
              .put("deviation", column.deviation())
              .put("histogram", histogram));
    }
    JsonObject document = new JsonObject().put("rows", profiled.rows()).put("columns", columns);
    return profiled.dialect() == null
        ? document
        : document.put("dialect", profiled.dialect().write());
  }
}
