package io.keelson.profiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The program of a job that makes a table of others by one SELECT of DuckDB's SQL.
 *
 * <p>It reads {@code KEELSON_PARAMETERS}: {@code {"sql":…,"format":…,"memoryBytes":…,"threads":…,
 * "inputs":[{"name":…,"tables":[{"name":…,"folder":…}]}]}}. The files of a folder below {@code
 * KEELSON_INPUTS} are one table; it is the view {@code "name"."table"}, and {@code "name"} where an
 * input has one table. What the statement selects becomes {@code data.parquet} in {@code
 * KEELSON_OUTPUTS}, or {@code data.csv} with a header where the format is {@code CSV}. With {@code
 * "preview":{"inputRows":…,"rows":…,"partial":…}} it sees the first rows of each table only, and
 * the first rows of what it makes become {@code preview.json}, see {@link Preview}.
 *
 * <p>Nothing but a single SELECT runs, see {@link Selection}, and before it does all doors are shut
 * and locked: it reads no file beside its inputs, see {@link Reach}, writes none, reaches no
 * network and loads no extension. Its bounds on memory and disk hold before the first byte is read.
 * What it selects is in the file exactly, or the statement is refused.
 *
 * <p>Exit codes: 0 made; 1 it failed, for want of memory or disk for example; 2 the statement or
 * what it reads is at fault. The reason is one line on standard error, behind {@code transform:};
 * lines of the machine beside it have no such beginning.
 */
public final class Transform {
  static final int MADE = 0;
  static final int FAILED = 1;
  static final int REFUSED = 2;
  static final String PREFIX = "transform: ";
  private static final int MAX_REASON_CHARACTERS = 500;

  /** How the table is written, as the engine's COPY takes it. */
  private enum Format {
    PARQUET("data.parquet", "FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false"),
    CSV("data.csv", "FORMAT csv, HEADER true, USE_TMP_FILE false");

    private final String file;
    private final String options;

    Format(String file, String options) {
      this.file = file;
      this.options = options;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  /** Of each table that the statement sees; 0 for all. */
  private long inputRows;

  private boolean partial;

  Transform(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(new Transform(System.getenv(), out, err).run());
  }

  int run() {
    try {
      JsonNode parameters = JSON.readTree(path("KEELSON_PARAMETERS").toFile());
      JsonNode preview = parameters.path("preview");
      inputRows = preview.path("inputRows").asLong();
      partial = preview.path("partial").asBoolean();
      Format format = Format.valueOf(parameters.path("format").asText(Format.PARQUET.name()));
      Path output = path("KEELSON_OUTPUTS").resolve(format.file);
      // Beside the outputs: the job's own disk. Its /tmp is memory.
      Path scratch = Files.createDirectories(output.getParent().resolveSibling("scratch"));
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
        Lockdown.bound(
            connection,
            scratch,
            parameters.path("memoryBytes").asLong(),
            Math.max(1, parameters.path("threads").asInt()));
        List<Path> allowed = views(connection, parameters.path("inputs"));
        allowed.add(output);
        Lockdown.shut(connection, List.of("allowed_paths = " + Tables.list(allowed)));
        Selection selection = selection(connection, parameters.path("sql").asText());
        if (preview.isObject()) {
          show(connection, selection, preview.path("rows").asInt());
        } else {
          make(connection, selection, format, output);
        }
      } finally {
        delete(scratch);
      }
      return MADE;
    } catch (Refused e) {
      return ended(REFUSED, e.getMessage());
    } catch (IOException | SQLException | OutOfMemoryError e) {
      return ended(FAILED, String.valueOf(e.getMessage()));
    }
  }

  private int ended(int code, String reason) {
    String line = reason.lines().findFirst().orElse("failed");
    err.println(PREFIX + Texts.beginning(line, MAX_REASON_CHARACTERS).replace('\0', '\uFFFD'));
    return code;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private Path path(String variable) {
    return Path.of(environment.get(variable));
  }

  /** Returns the files behind them. */
  private List<Path> views(Connection connection, JsonNode inputs)
      throws SQLException, IOException, Refused {
    List<Path> all = new ArrayList<>();
    for (JsonNode input : inputs) {
      String name = identifier(input.path("name").asText());
      JsonNode tables = input.path("tables");
      execute(connection, "CREATE SCHEMA " + name);
      Set<String> taken = new HashSet<>();
      for (JsonNode table : tables) {
        List<Path> files = files(input.path("name").asText(), table);
        all.addAll(files);
        String own = free(table.path("name").asText(), taken);
        String view = name + "." + identifier(own);
        try {
          Nesting.require(files.stream().filter(Tables::isLines).toList());
          see(connection, view, files);
          if (tables.size() == 1) {
            execute(connection, "CREATE VIEW main." + name + " AS SELECT * FROM " + view);
          }
        } catch (BeyondLimits e) {
          throw new Refused(table.path("name").asText() + " " + e.getMessage());
        } catch (SQLException e) {
          throw refusal(
              e,
              table.path("name").asText() + " cannot be read: " + String.valueOf(e.getMessage()));
        }
      }
    }
    return all;
  }

  /** The engine takes names that differ in case only for one: the second has a number behind it. */
  private String free(String name, Set<String> taken) {
    String own = name;
    for (int number = 2; !taken.add(own.toLowerCase(Locale.ROOT)); number++) {
      own = name + "_" + number;
    }
    if (!own.equals(name)) {
      out.println("\"" + name + "\" is called \"" + own + "\" here");
    }
    return own;
  }

  private void see(Connection connection, String view, List<Path> files) throws SQLException {
    String begin = "CREATE VIEW " + view + " AS ";
    try {
      execute(connection, begin + seen(connection, Tables.read(files)));
    } catch (SQLException e) {
      if (!LooseLines.isFor(e)) {
        throw e;
      }
      execute(connection, begin + seen(connection, LooseLines.read(connection, files)));
    }
  }

  private List<Path> files(String input, JsonNode table) throws IOException, Refused {
    Path folder = path("KEELSON_INPUTS").resolve(table.path("folder").asText());
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.sorted().filter(file -> file.toFile().length() > 0).toList();
      if (files.isEmpty()) {
        throw new Refused(input + ": " + table.path("name").asText() + " is empty");
      }
      return files;
    }
  }

  private String seen(Connection connection, String source) throws SQLException {
    if (inputRows == 0) {
      return source;
    }
    String all = "SELECT 1 FROM (" + source + ") LIMIT " + (inputRows + 1);
    partial |= Long.parseLong(text(connection, "SELECT count(*) FROM (" + all + ")")) > inputRows;
    return "SELECT * FROM (" + source + ") LIMIT " + inputRows;
  }

  private static Selection selection(Connection connection, String sql)
      throws SQLException, Refused {
    try {
      return Selection.of(connection, sql);
    } catch (SQLException e) {
      throw refusal(e, String.valueOf(e.getMessage()));
    }
  }

  private void show(Connection connection, Selection selection, int rows)
      throws SQLException, IOException, Refused {
    try {
      Preview.write(connection, selection.sql(), rows, partial, path("KEELSON_OUTPUTS"));
    } catch (SQLException e) {
      throw refusal(e, selection.told(e));
    }
  }

  private void make(Connection connection, Selection selection, Format format, Path output)
      throws SQLException, Refused {
    try (Statement statement = connection.createStatement()) {
      long rows =
          statement.executeUpdate(
              "COPY (%s) TO %s (%s)"
                  .formatted(selection.sql(), Tables.quoted(output), format.options));
      out.println(rows + " rows");
    } catch (SQLException e) {
      throw refusal(e, selection.told(e));
    }
  }

  /**
   * @throws SQLException the error itself, where memory or disk are behind it
   */
  private static Refused refusal(SQLException e, String told) throws SQLException {
    if (isOurs(e)) {
      throw e;
    }
    return new Refused(told);
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  /** Memory and disk are bounds of ours. */
  private static boolean isOurs(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Out of Memory Error")
        || message.contains("failed to offload data block")
        || message.contains("No space left");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
