package io.keelson.profiler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keelson.profiler.Tables.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.Optional;

/** What leaves the process, written as it is computed. */
final class ProfileJson {
  private static final int MAX_NAME_CHARACTERS = 200;
  private static final int MAX_REASON_CHARACTERS = 500;

  private ProfileJson() {}

  static void write(OutputStream out, Tables tables)
      throws IOException, SQLException, Unreadable, BeyondLimits {
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      json.writeNumberField("rows", tables.rows());
      Optional<Dialect> dialect = tables.dialect();
      if (dialect.isPresent()) {
        dialect.get().write(json);
      }
      json.writeArrayFieldStart("columns");
      for (Column column : tables.columns()) {
        write(json, column, statistics(tables, column));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** What lies in Parquet files is read only now, and may turn out to be broken. */
  private static ColumnStatistics statistics(Tables tables, Column column)
      throws SQLException, Unreadable, BeyondLimits {
    try {
      return ColumnStatistics.of(tables.connection(), column);
    } catch (SQLException e) {
      throw tables.fault(e);
    }
  }

  private static void write(JsonGenerator json, Column column, ColumnStatistics statistics)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", text(column.name(), MAX_NAME_CHARACTERS));
    json.writeStringField("type", text(column.type(), MAX_NAME_CHARACTERS));
    json.writeNumberField("missing", statistics.missing());
    number(json, "distinct", statistics.distinct());
    json.writeStringField("min", text(statistics.min(), MAX_NAME_CHARACTERS));
    json.writeStringField("max", text(statistics.max(), MAX_NAME_CHARACTERS));
    number(json, "mean", statistics.mean());
    number(json, "deviation", statistics.deviation());
    json.writeArrayFieldStart("histogram");
    for (ColumnStatistics.Bucket bucket : statistics.histogram()) {
      json.writeStartObject();
      json.writeStringField("from", text(bucket.from(), MAX_NAME_CHARACTERS));
      json.writeStringField("to", text(bucket.to(), MAX_NAME_CHARACTERS));
      json.writeNumberField("count", bucket.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void writeReason(OutputStream out, String reason) throws IOException {
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      json.writeStringField("reason", text(reason, MAX_REASON_CHARACTERS));
      json.writeEndObject();
    }
  }

  private static JsonGenerator generator(OutputStream out) throws IOException {
    return new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  private static void number(JsonGenerator json, String field, Number value) throws IOException {
    switch (value) {
      case null -> json.writeNullField(field);
      case Long whole -> json.writeNumberField(field, whole);
      default -> json.writeNumberField(field, value.doubleValue());
    }
  }

  /**
   * Null stays null; a character that JSON documents in databases cannot hold becomes a replacement
   * character.
   */
  private static String text(String value, int maxCharacters) {
    if (value == null) {
      return null;
    }
    String whole = value.replace('\0', '\uFFFD');
    if (whole.length() <= maxCharacters) {
      return whole;
    }
    int end =
        Character.isHighSurrogate(whole.charAt(maxCharacters - 1))
            ? maxCharacters - 1
            : maxCharacters;
    return whole.substring(0, end);
  }
}
