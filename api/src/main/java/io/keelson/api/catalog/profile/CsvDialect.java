package io.keelson.api.catalog.profile;

import io.vertx.core.json.JsonObject;

/**
 * How a file of separated values is written, as far as it was found out.
 *
 * @param quote empty where no value is quoted
 * @param escape what stands before a quote in a quoted value; empty for none
 * @param header whether the first line names the columns
 * @param skipped lines before that
 */
public record CsvDialect(
    String delimiter, String quote, String escape, boolean header, long skipped) {
  private static final int MAX_CHARACTERS = 4;

  /** Null where nothing was found out. */
  static CsvDialect read(JsonObject json) {
    return json == null
        ? null
        : new CsvDialect(
            cut(json.getString("delimiter")),
            cut(json.getString("quote")),
            cut(json.getString("escape")),
            json.getBoolean("header"),
            json.getLong("skipped"));
  }

  private static String cut(String characters) {
    return characters.length() <= MAX_CHARACTERS
        ? characters
        : characters.substring(0, MAX_CHARACTERS);
  }

  JsonObject write() {
    return new JsonObject()
        .put("delimiter", delimiter)
        .put("quote", quote)
        .put("escape", escape)
        .put("header", header)
        .put("skipped", skipped);
  }
}
