package io.keelson.profiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The tables of some files as one, matched by column name, in a DuckDB that can read these files
 * and nothing else.
 *
 * <p>All doors are shut before the first byte is read, and the configuration is locked: no other
 * file, no network, no extension, a bound on memory and on the disk it spills to.
 */
final class Tables implements AutoCloseable {
  static final int MAX_COLUMNS = 1_000;
  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final String MAX_SCRATCH = "16GB";

  /** How DuckDB's errors begin that say something of what was read. */
  private static final List<String> FAULTS_OF_FILES =
      List.of(
          "Invalid Input Error",
          "Invalid Error",
          "Conversion Error",
          "Binder Error",
          "Catalog Error",
          "Mismatch Type Error",
          "Out of Range Error",
          "Serialization Error",
          "Not implemented Error",
          "IO Error");

  /** What such an error says as well where a full disk or a lack of memory is behind it. */
  private static final List<String> FAULTS_OF_MACHINES =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "max_temp_directory_size",
          "Cannot allocate memory",
          "failed to allocate",
          "could not allocate",
          "Too many open files",
          "File too large",
          "Input/output error",
          "Read-only file system",
          "Permission denied",
          "Could not write",
          "Failed to write",
          "Could not truncate",
          "Could not sync");

  private final Connection connection;
  private final long rows;
  private final List<Column> columns;

  /** A column with its type as DuckDB names it. */
  record Column(String name, String type) {}

  private Tables(Connection connection) throws SQLException, Unreadable {
    this.connection = connection;
    this.columns = readColumns();
    if (columns.size() > MAX_COLUMNS) {
      throw new Unreadable(
          "has " + columns.size() + " columns (expected: at most " + MAX_COLUMNS + ")");
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM data")) {
      result.next();
      this.rows = result.getLong(1);
    }
  }

  /**
   * @param files CSV (also TSV, also compressed with gzip) and Parquet, told apart by their names
   * @throws Unreadable when they are none, or do not fit together
   */
  static Tables open(List<Path> files, Path scratch, long memoryBytes)
      throws SQLException, IOException, Unreadable {
    if (files.isEmpty()) {
      throw new Unreadable("there is no table");
    }
    for (Path file : files) {
      if (Files.size(file) == 0) {
        throw new Unreadable(file + " is empty");
      }
    }
    Connection connection =
        DriverManager.getConnection(
            "jdbc:duckdb:" + scratch.resolve("profile.duckdb"), new Properties());
    try {
      lockDown(connection, files, scratch, memoryBytes);
      load(connection, files);
      return new Tables(connection);
    } catch (SQLException | Unreadable | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void lockDown(
      Connection connection, List<Path> files, Path scratch, long memoryBytes) throws SQLException {
    String allowed = files.stream().map(Tables::quoted).collect(Collectors.joining(", ", "[", "]"));
    for (String setting :
        List.of(
            "memory_limit = '" + memoryBytes / 1_000_000 + "MB'",
            "threads = 2",
            "temp_directory = " + quoted(scratch.resolve("spill")),
            "max_temp_directory_size = '" + MAX_SCRATCH + "'",
            "preserve_insertion_order = false",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "allow_community_extensions = false",
            "allowed_paths = " + allowed,
            "enable_external_access = false",
            "lock_configuration = true")) {
      execute(connection, "SET " + setting);
    }
  }

  private static void load(Connection connection, List<Path> files)
      throws SQLException, Unreadable {
    List<Path> parquet =
        files.stream().filter(file -> file.toString().endsWith(".parquet")).toList();
    List<Path> text = files.stream().filter(file -> !file.toString().endsWith(".parquet")).toList();
    List<String> sources = new ArrayList<>();
    if (!text.isEmpty()) {
      // Types come from all rows, not from a sample: what the first rows look like is no promise.
      sources.add(
          "SELECT * FROM read_csv(%s, union_by_name = true, sample_size = -1, max_line_size = %d)"
              .formatted(list(text), MAX_LINE_BYTES));
    }
    if (!parquet.isEmpty()) {
      sources.add("SELECT * FROM read_parquet(%s, union_by_name = true)".formatted(list(parquet)));
    }
    // Parquet is read where it lies, column by column; text is read once.
    String kind = text.isEmpty() ? "VIEW" : "TABLE";
    try {
      execute(
          connection, "CREATE " + kind + " data AS " + String.join(" UNION ALL BY NAME ", sources));
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  /**
   * Of whom? Thrown by the caller: as the files' where the database says that they are not what
   * they seem, else as the database's own, which may go better another time.
   */
  static Unreadable fault(SQLException e) throws SQLException {
    String message = String.valueOf(e.getMessage());
    boolean ofTheFiles =
        FAULTS_OF_FILES.stream().anyMatch(message::startsWith)
            && FAULTS_OF_MACHINES.stream().noneMatch(message::contains);
    if (!ofTheFiles) {
      throw e;
    }
    return new Unreadable(message.lines().findFirst().orElse("no table"));
  }

  private List<Column> readColumns() throws SQLException {
    List<Column> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("DESCRIBE data")) {
      while (result.next()) {
        found.add(new Column(result.getString("column_name"), result.getString("column_type")));
      }
    }
    return List.copyOf(found);
  }

  long rows() {
    return rows;
  }

  List<Column> columns() {
    return columns;
  }

  Connection connection() {
    return connection;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String list(List<Path> files) {
    return files.stream().map(Tables::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
