package io.keelson.profiler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The first rows of what a SELECT makes, as {@code
 * {"columns":[{"name":…,"type":…}],"rows":[[…]],"more":…,"partial":…}} of texts and nulls.
 */
final class Preview {
  static final String FILE = "preview.json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_VALUE_CHARACTERS = 200;

  /** Of all names, types and values: what is shown of a wide table is fewer rows. */
  private static final int MAX_CHARACTERS = 200_000;

  private final ObjectNode made = JSON.createObjectNode();
  private int characters;

  private Preview() {}

  /**
   * @param select one SELECT
   * @param rows at most so many are shown, of their first 1,000 columns
   * @param partial whether an input has more rows than the statement saw
   * @throws SQLException also of the statement
   */
  static void write(Connection connection, String select, int rows, boolean partial, Path folder)
      throws SQLException, IOException {
    Preview preview = new Preview();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet none = statement.executeQuery("SELECT * FROM (" + select + ") LIMIT 0")) {
        preview.describe(none.getMetaData());
      }
      try (ResultSet result =
          statement.executeQuery(
              "SELECT left(COLUMNS(*)::VARCHAR, %d) FROM (%s) LIMIT %d"
                  .formatted(MAX_VALUE_CHARACTERS + 1, select, rows + 1L))) {
        preview.read(result, rows);
      }
    }
    preview.made.put("partial", partial);
    JSON.writeValue(folder.resolve(FILE).toFile(), preview.made);
  }

  private void describe(ResultSetMetaData meta) throws SQLException {
    ArrayNode columns = made.putArray("columns");
    for (int i = 1; i <= Math.min(meta.getColumnCount(), Tables.MAX_COLUMNS); i++) {
      columns
          .addObject()
          .put("name", shown(meta.getColumnName(i)))
          .put("type", shown(meta.getColumnTypeName(i)));
    }
  }

  private void read(ResultSet result, int rows) throws SQLException {
    int columns = Math.min(result.getMetaData().getColumnCount(), Tables.MAX_COLUMNS);
    ArrayNode all = made.putArray("rows");
    boolean more = result.next();
    while (more && all.size() < rows && characters < MAX_CHARACTERS) {
      ArrayNode row = all.addArray();
      for (int i = 1; i <= columns; i++) {
        row.add(shown(result.getString(i)));
      }
      more = result.next();
    }
    made.put("more", more);
  }

  private String shown(String text) {
    if (text == null) {
      return null;
    }
    String cut =
        text.length() <= MAX_VALUE_CHARACTERS
            ? text
            : Texts.beginning(text, MAX_VALUE_CHARACTERS) + "…";
    characters += cut.length();
    return cut.replace('\0', '\uFFFD');
  }
}
