package io.keelson.profiler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a statement may reach beside the tables that it was given: functions that open nothing.
 *
 * <p>The engine's own check of folders takes each {@code .} of a path for one level down, so that
 * {@code folder/./../file} passes; and the folder it spills to is one that it allows by itself. A
 * path can be computed, so no path is looked for in the text: functions that take one are refused
 * by name, and so are tables whose name is a path, unless an input has a table of that name. Nor
 * does it read what the engine tells of itself: its views hold the paths of the inputs. The
 * engine's parser says which they are; its tree is looked at only, and nothing is made of it.
 */
final class Reach {
  /** Table functions that open nothing, and run no text. */
  private static final Set<String> HARMLESS =
      Set.of(
          "generate_series",
          "icu_calendar_names",
          "json_each",
          "json_tree",
          "pg_timezone_names",
          "pragma_version",
          "range",
          "repeat",
          "repeat_row",
          "test_all_types",
          "unnest");

  /** Its text is a statement. */
  private static final String QUERY = "query";

  /** Functions of values: one opens what the statement in it names, one tells the settings. */
  private static final Set<String> HARMFUL = Set.of("json_serialize_plan", "current_setting");

  /** The engine's own views that tell of files, statements or settings, in whatever schema. */
  private static final Set<String> TELLING =
      Set.of(
          "duckdb_databases",
          "duckdb_indexes",
          "duckdb_logs",
          "duckdb_schemas",
          "duckdb_tables",
          "duckdb_views",
          "pg_indexes",
          "pg_settings",
          "pg_views",
          "pragma_database_list",
          "sqlite_master",
          "sqlite_schema",
          "sqlite_temp_master",
          "sqlite_temp_schema");

  private static final String OWN_TABLE =
      """
      SELECT 1
      FROM (
        SELECT schema_name, view_name AS name FROM duckdb_views() WHERE NOT internal
        UNION ALL
        SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal
      )
      WHERE lower(schema_name) = lower(?) AND lower(name) = lower(?)
      """;

  private static final Pattern UPWARDS = Pattern.compile("(?:^|/)\\.\\.(?:/|$)");
  private static final int MAX_DEPTH = 100_000;
  private static final int SHOWN_CHARACTERS = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_DEPTH)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Connection connection;

  Reach(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens nothing that the statement names.
   *
   * @throws Refused when it reaches further, or the engine cannot parse it
   * @throws NoSelect when it is anything but one SELECT
   */
  void require(String statement) throws SQLException, Refused, NoSelect {
    Deque<JsonNode> left = new ArrayDeque<>();
    left.push(statement(statement));
    while (!left.isEmpty()) {
      JsonNode node = left.pop();
      if (node.isObject()) {
        look(node, left);
      }
      node.forEach(
          child -> {
            if (child.isContainerNode()) {
              left.push(child);
            }
          });
    }
  }

  /** The statement is no single SELECT. */
  static final class NoSelect extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private void look(JsonNode node, Deque<JsonNode> left) throws SQLException, Refused, NoSelect {
    switch (node.path("type").asText()) {
      case "TABLE_FUNCTION" -> tableFunction(node.path("function"), left);
      case "BASE_TABLE", "SHOW_REF" -> table(node);
      default -> {
        if (HARMFUL.contains(name(node))) {
          throw refusal(name(node));
        }
      }
    }
  }

  private void tableFunction(JsonNode function, Deque<JsonNode> left)
      throws SQLException, Refused, NoSelect {
    String name = name(function);
    if (HARMLESS.contains(name)) {
      return;
    }
    JsonNode text = function.path("children").path(0).path("value").path("value");
    if (!name.equals(QUERY) || function.path("children").size() != 1 || !text.isTextual()) {
      throw refusal(name);
    }
    left.push(statement(text.asText()));
  }

  /** The engine takes a name that is no table's for a file's, with its parts put together. */
  private void table(JsonNode table) throws SQLException, Refused {
    List<String> parts =
        Stream.of("catalog_name", "schema_name", "table_name")
            .map(part -> table.path(part).asText())
            .filter(part -> !part.isEmpty())
            .toList();
    for (String path : List.of(String.join(".", parts), String.join("/", parts))) {
      if (UPWARDS.matcher(path).find()) {
        throw new Refused(
            "\"%s\" is not allowed (expected: a table of the inputs)".formatted(shown(path)));
      }
    }
    String name = String.join(".", parts);
    if ((name.indexOf('/') >= 0 || isTelling(parts)) && !isOwn(table)) {
      throw new Refused(
          "\"%s\" is not allowed (expected: a table of the inputs)".formatted(shown(name)));
    }
  }

  private static boolean isTelling(List<String> parts) {
    String name = parts.isEmpty() ? "" : parts.getLast().toLowerCase(Locale.ROOT);
    boolean isOfStandard =
        name.equals("views")
            && parts.size() > 1
            && parts.get(parts.size() - 2).equalsIgnoreCase("information_schema");
    return TELLING.contains(name) || isOfStandard;
  }

  /** Whether an input has it: the engine looks among its tables first. */
  private boolean isOwn(JsonNode table) throws SQLException {
    String schema = table.path("schema_name").asText();
    try (PreparedStatement asked = connection.prepareStatement(OWN_TABLE)) {
      asked.setString(1, schema.isEmpty() ? "main" : schema);
      asked.setString(2, table.path("table_name").asText());
      try (ResultSet found = asked.executeQuery()) {
        return found.next();
      }
    }
  }

  private static String name(JsonNode function) {
    return function.path("function_name").asText().toLowerCase(Locale.ROOT);
  }

  private static Refused refusal(String function) {
    return new Refused(
        "the function %s is not allowed (expected: tables of the inputs, and functions that open nothing)"
            .formatted(shown(function)));
  }

  private static String shown(String text) {
    return Texts.beginning(text, SHOWN_CHARACTERS);
  }

  private JsonNode statement(String sql) throws SQLException, Refused, NoSelect {
    JsonNode tree = tree(sql);
    if (tree.path("error").asBoolean(true)) {
      String message = tree.path("error_message").asText();
      if (message.startsWith("Only SELECT")) {
        throw new NoSelect();
      }
      throw new Refused("Parser Error: " + message);
    }
    if (tree.path("statements").size() != 1) {
      throw new NoSelect();
    }
    return tree.path("statements");
  }

  private JsonNode tree(String sql) throws SQLException, Refused {
    try (PreparedStatement parsing =
        connection.prepareStatement("SELECT json_serialize_sql(CAST(? AS VARCHAR))")) {
      parsing.setString(1, sql);
      try (ResultSet result = parsing.executeQuery()) {
        result.next();
        return JSON.readTree(result.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new Refused("the statement is nested too deeply to be looked through");
    }
  }
}
