package io.keelson.profiler;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a tenant's statement selects, with the types that its file has.
 *
 * <p>The text goes into ours as one literal, which the engine's table function {@code query} reads:
 * it takes exactly one SELECT, and parses it itself. Nothing is pasted, and nothing is written anew
 * from what was understood, which would mean something else.
 *
 * @param sql our SELECT of it
 * @param narrowed nested columns in which larger whole numbers become smaller ones
 */
record Selection(String sql, List<String> narrowed) {
  private static final Set<String> WIDE = Set.of("HUGEINT", "UHUGEINT");
  private static final int SHOWN_CHARACTERS = 100;

  /**
   * @throws Refused when it is no single SELECT, or selects what a file cannot hold exactly
   * @throws SQLException when the engine does not take it
   */
  static Selection of(Connection connection, String statement) throws SQLException, Refused {
    String source = "query('" + statement.replace("'", "''") + "')";
    List<String> names = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<String> narrowed = new ArrayList<>();
    try (Statement describing = connection.createStatement();
        ResultSet result = describing.executeQuery("DESCRIBE FROM " + source)) {
      while (result.next()) {
        String name = result.getString("column_name");
        String type = result.getString("column_type");
        String stored =
            StoredType.of(type)
                .orElseThrow(
                    () ->
                        new Refused(
                            "column %s is %s, which the file of a version does not hold exactly (expected: another type; cast it, to VARCHAR for example)"
                                .formatted(shown(name), cut(type))));
        String own = "c" + names.size();
        names.add(own);
        columns.add(cast(own, name, type, stored) + " AS " + identifier(name));
        if (!WIDE.contains(type) && type.contains("HUGEINT") && !type.equals(stored)) {
          narrowed.add(shown(name));
        }
      }
    } catch (SQLException e) {
      throw understood(e);
    }
    return new Selection(
        "SELECT %s FROM %s AS made(%s)"
            .formatted(String.join(", ", columns), source, String.join(", ", names)),
        narrowed);
  }

  private static String cast(String own, String name, String type, String stored) {
    if (type.equals(stored)) {
      return own;
    }
    if (!WIDE.contains(type)) {
      return "CAST(%s AS %s)".formatted(own, stored);
    }
    String beyond =
        "column %s has a %s beyond %s (expected: another type; cast it, to DECIMAL(38, 0) for example)"
            .formatted(shown(name), type, stored);
    return "coalesce(TRY_CAST(%1$s AS %2$s), CASE WHEN %1$s IS NOT NULL THEN CAST(error('%3$s') AS %2$s) END)"
        .formatted(own, stored, beyond.replace("'", "''"));
  }

  /** The engine has no better word for a parameter that nobody gave a value. */
  private static SQLException understood(SQLException e) throws Refused {
    if (String.valueOf(e.getMessage()).startsWith("INTERNAL Error")) {
      throw new Refused(
          "the engine cannot read the statement; a parameter in it, ? or $1, has no value here");
    }
    return e;
  }

  /** What the engine said, and what we had asked of it beside the statement. */
  String told(SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
    return narrowed.isEmpty() || !message.contains("INT128")
        ? message
        : message + "; cast to smaller whole numbers: " + String.join(", ", narrowed);
  }

  private static String shown(String name) {
    return '"' + cut(name) + '"';
  }

  private static String cut(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : Texts.beginning(text, SHOWN_CHARACTERS) + "…";
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
