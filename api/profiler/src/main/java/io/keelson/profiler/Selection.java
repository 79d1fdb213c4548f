package io.keelson.profiler;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** In the engine's error, where it was given anything but one SELECT. */
  private static final String NO_SELECT = "Expected a single SELECT statement";

  private static final String EXPECTED = " is not allowed (expected: a single SELECT statement)";

  /** Behind comments. */
  private static final Pattern FIRST_WORD =
      Pattern.compile("(?:[\\s;(]|--[^\\n]*+|/\\*(?s:.*?)\\*/)*+(\\w++)");

  /** With what a SELECT may begin. */
  private static final Set<String> SELECTING = Set.of("SELECT", "WITH", "FROM", "VALUES", "TABLE");

  /**
   * @throws Refused when it is no single SELECT, or reaches beyond its tables, or selects what a
   *     file cannot hold exactly
   * @throws SQLException when the engine does not take it
   */
  static Selection of(Connection connection, String statement) throws SQLException, Refused {
    try {
      new Reach(connection).require(statement);
    } catch (Reach.NoSelect e) {
      throw new Refused(other(statement) + EXPECTED);
    }
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
      throw understood(e, statement);
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

  /** Where the engine has no better word: for a parameter without a value, and for no SELECT. */
  private static SQLException understood(SQLException e, String statement) throws Refused {
    String message = String.valueOf(e.getMessage());
    if (message.contains(NO_SELECT)) {
      throw new Refused(other(statement) + EXPECTED);
    }
    if (message.startsWith("INTERNAL Error")) {
      throw new Refused(
          "the engine cannot read the statement; a parameter in it, ? or $1, has no value here");
    }
    return e;
  }

  /** What a statement is that is no single SELECT, as far as its first word tells. */
  private static String other(String statement) {
    Matcher first = FIRST_WORD.matcher(statement);
    if (!first.lookingAt()) {
      return "a statement that is empty";
    }
    String word = first.group(1).toUpperCase(Locale.ROOT);
    return SELECTING.contains(word)
        ? "more than one statement, or another one within it,"
        : cut(word);
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
