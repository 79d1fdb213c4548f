package io.keelson.profiler;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How a file of separated values is written, as far as it was found out: other programs read by
 * rules of their own.
 *
 * @param quote empty where no value is quoted
 * @param escape what stands before a quote in a quoted value; empty for none
 * @param header whether the first line names the columns
 * @param skipped lines before that
 */
record Dialect(String delimiter, String quote, String escape, boolean header, long skipped) {
  static Dialect of(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT Delimiter, Quote, Escape, HasHeader, SkipRows FROM sniff_csv("
                    + Tables.quoted(file)
                    + ", "
                    + Tables.NO_COMMENTS
                    + ")")) {
      found.next();
      return new Dialect(
          plain(found.getString(1)),
          plain(found.getString(2)),
          plain(found.getString(3)),
          found.getBoolean(4),
          found.getLong(5));
    }
  }

  /** DuckDB says NUL, or {@code (empty)}, for none. */
  private static String plain(String character) {
    return character == null || character.equals("(empty)") || character.equals("\0")
        ? ""
        : character;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("dialect");
    json.writeStringField("delimiter", delimiter);
    json.writeStringField("quote", quote);
    json.writeStringField("escape", escape);
    json.writeBooleanField("header", header);
    json.writeNumberField("skipped", skipped);
    json.writeEndObject();
  }
}
