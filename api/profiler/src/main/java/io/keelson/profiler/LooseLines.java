package io.keelson.profiler;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of JSON with objects in them that are no type of the engine, since two of their names
 * differ in case only, or one is empty; the names may come from different lines. Whatever is an
 * object or a list stays JSON there, so that one line does not make all the others unreadable.
 */
final class LooseLines {
  private LooseLines() {}

  /** Whether that is why lines could not be read. */
  static boolean isFor(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("in struct auto-detected in JSON")
        || message.contains("unnamed struct");
  }

  /** What selects them. */
  static String read(Connection connection, List<Path> files) throws SQLException {
    String flat = Tables.readLines(files, 1);
    List<String> names = names(connection, flat);
    if (names.size() > Tables.MAX_COLUMNS) {
      return flat;
    }
    List<String> columns = new ArrayList<>();
    List<String> structures = structures(connection, flat, names);
    for (int i = 0; i < names.size(); i++) {
      String name = quoted(names.get(i));
      columns.add(
          switch (structures.get(i)) {
            case "\"BIGINT\"", "\"UBIGINT\"", "\"DOUBLE\"", "\"BOOLEAN\"" ->
                "CAST(%s AS %s) AS %s".formatted(name, structures.get(i).replace("\"", ""), name);
            case "\"VARCHAR\"" -> "%s ->> '$' AS %s".formatted(name, name);
            default -> name;
          });
    }
    return "SELECT %s FROM (%s)".formatted(String.join(", ", columns), flat);
  }

  private static List<String> names(Connection connection, String flat) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("DESCRIBE " + flat)) {
      while (result.next()) {
        names.add(result.getString("column_name"));
      }
    }
    return names;
  }

  /** As JSON: the name of a type in quotes, an object or a list. */
  private static List<String> structures(Connection connection, String flat, List<String> names)
      throws SQLException {
    String all =
        String.join(
            ", ",
            names.stream().map(name -> "json_group_structure(" + quoted(name) + ")").toList());
    List<String> structures = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + all + " FROM (" + flat + ")")) {
      result.next();
      for (int i = 1; i <= names.size(); i++) {
        structures.add(String.valueOf(result.getString(i)));
      }
    }
    return structures;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
