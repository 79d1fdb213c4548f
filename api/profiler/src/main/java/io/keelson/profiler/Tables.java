package io.keelson.profiler;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The tables of some files as one, matched by column name, in a DuckDB that can read these files
 * and nothing else.
 *
 * <p>All doors are shut before the first byte is read, and the configuration is locked: no other
 * file, no network, no extension, a bound on memory and on the disk it spills to.
 */
final class Tables implements AutoCloseable {
  static final int MAX_COLUMNS = 1_000;
  static final int MAX_LINE_BYTES = 1 << 20;
  private static final String MAX_SCRATCH = "8GB";
  private static final int MAX_JSON_DEPTH = 8;
  private static final int GZIP_BUFFER_BYTES = 1 << 16;

  /** Else lines that begin with # are left out, as soon as some do; nobody else leaves them out. */
  static final String NO_COMMENTS = "comment = ''";

  private static final String UNION = " UNION ALL BY NAME ";

  private final Connection connection;
  private final List<Path> files;
  private final long rows;
  private final List<Column> columns;

  /** A column with its type as DuckDB names it. */
  record Column(String name, String type) {}

  private Tables(Connection connection, List<Path> files) throws SQLException, BeyondLimits {
    this.connection = connection;
    this.files = files;
    this.columns = readColumns();
    if (columns.size() > MAX_COLUMNS) {
      throw new BeyondLimits(
          "has " + columns.size() + " columns (expected: at most " + MAX_COLUMNS + ")");
    }
    if (columns.stream().anyMatch(column -> column.name().indexOf('\0') >= 0)) {
      throw new BeyondLimits("has U+0000 in the name of a column (expected: another name)");
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM data")) {
      result.next();
      this.rows = result.getLong(1);
    }
  }

  /**
   * @param files CSV (also TSV) and one JSON object a line, each also compressed with gzip, and
   *     Parquet, told apart by their names; empty ones among others add nothing, as engines write
   *     them for empty partitions
   * @param writable further ones that may be written
   * @throws Unreadable when their own formats say that they are broken, or all are empty
   * @throws BeyondLimits when they are more, or of another kind, than can be read here
   */
  static Tables open(
      List<Path> files, List<Path> writable, Path scratch, long memoryBytes, int threads)
      throws SQLException, IOException, Unreadable, BeyondLimits {
    List<Path> filled = new ArrayList<>();
    for (Path file : files) {
      if (Files.size(file) > 0) {
        filled.add(file);
      }
    }
    if (filled.isEmpty()) {
      throw new Unreadable("is empty");
    }
    Expansion.require(filled);
    Nesting.require(filled.stream().filter(Tables::isLines).toList());
    Connection connection =
        DriverManager.getConnection(
            "jdbc:duckdb:" + scratch.resolve("profile.duckdb"), new Properties());
    try {
      List<Path> allowed = new ArrayList<>(filled);
      allowed.addAll(writable);
      lockDown(connection, allowed, scratch, memoryBytes, threads);
      load(connection, filled);
      return new Tables(connection, filled);
    } catch (SQLException | Unreadable | BeyondLimits | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void lockDown(
      Connection connection, List<Path> files, Path scratch, long memoryBytes, int threads)
      throws SQLException {
    Lockdown.bound(connection, scratch, memoryBytes, threads);
    Lockdown.shut(
        connection,
        List.of(
            "preserve_insertion_order = false",
            "max_temp_directory_size = '" + MAX_SCRATCH + "'",
            "allowed_paths = " + list(files)));
  }

  private static void load(Connection connection, List<Path> files)
      throws SQLException, IOException, Unreadable, BeyondLimits {
    List<Path> parquet = files.stream().filter(Tables::isParquet).toList();
    List<Path> text = files.stream().filter(file -> !isParquet(file)).toList();
    List<Path> lines = text.stream().filter(Tables::isLines).toList();
    List<Path> separated = text.stream().filter(file -> !isLines(file)).toList();
    List<String> sources = new ArrayList<>();
    if (!separated.isEmpty()) {
      sources.add(readText(separated));
    }
    if (!parquet.isEmpty()) {
      sources.add(readParquet(parquet));
    }
    // Parquet is read where it lies, column by column; text is read once.
    String kind = text.isEmpty() ? "VIEW" : "TABLE";
    try {
      create(connection, kind, sources, lines);
    } catch (SQLException e) {
      throw text.isEmpty()
          ? Faults.of(e, () -> culprit(connection, files, e))
          : faultOfText(connection, text, e);
    }
  }

  private static void create(
      Connection connection, String kind, List<String> others, List<Path> lines)
      throws SQLException {
    String begin = "CREATE " + kind + " data AS ";
    List<String> sources = new ArrayList<>(others);
    if (lines.isEmpty()) {
      execute(connection, begin + String.join(UNION, sources));
      return;
    }
    sources.add(readLines(lines, MAX_JSON_DEPTH));
    try {
      execute(connection, begin + String.join(UNION, sources));
    } catch (SQLException e) {
      if (!LooseLines.isFor(e)) {
        throw e;
      }
      sources.set(others.size(), LooseLines.read(connection, lines));
      execute(connection, begin + String.join(UNION, sources));
    }
  }

  static boolean isParquet(Path file) {
    return file.toString().endsWith(".parquet");
  }

  static boolean isLines(Path file) {
    String name = file.toString();
    return name.endsWith(".ndjson") || name.endsWith(".ndjson.gz");
  }

  /** Of files of one kind. */
  static String read(List<Path> files) {
    if (isParquet(files.getFirst())) {
      return readParquet(files);
    }
    return isLines(files.getFirst()) ? readLines(files, MAX_JSON_DEPTH) : readText(files);
  }

  /** What is nested deeper than some levels stays JSON. */
  static String readLines(List<Path> files, int levels) {
    return """
    SELECT * FROM read_json(%s, format = 'newline_delimited', records = true, union_by_name = true,
      sample_size = -1, maximum_object_size = %d, maximum_depth = %d)\
    """
        .formatted(list(files), MAX_LINE_BYTES, levels);
  }

  private static String readText(List<Path> files) {
    // Types come from all rows, not from a sample: what the first rows look like is no promise.
    return "SELECT * FROM read_csv(%s, union_by_name = true, sample_size = -1, max_line_size = %d, %s)"
        .formatted(list(files), MAX_LINE_BYTES, NO_COMMENTS);
  }

  static String readParquet(List<Path> files) {
    return "SELECT * FROM read_parquet(%s, union_by_name = true)".formatted(list(files));
  }

  /** DuckDB takes what a broken gzip file still yields for text. */
  private static SQLException faultOfText(Connection connection, List<Path> files, SQLException e)
      throws IOException, Unreadable, BeyondLimits {
    try {
      return Faults.of(e, () -> culprit(connection, files, e));
    } catch (BeyondLimits limit) {
      for (Path file : files) {
        if (file.toString().endsWith(".gz")) {
          requireGzip(file);
        }
      }
      throw limit;
    }
  }

  /** The file that the error is about, as far as the error or the beginning of a file tells. */
  private static String culprit(Connection connection, List<Path> files, SQLException e) {
    if (files.size() == 1) {
      return "";
    }
    for (Path file : files) {
      if (String.valueOf(e.getMessage()).contains(file.toString()) || !begins(connection, file)) {
        return file.getFileName() + " ";
      }
    }
    return "one of its " + files.size() + " files ";
  }

  private static boolean begins(Connection connection, Path file) {
    if (isParquet(file)) {
      return true;
    }
    String source = isLines(file) ? readLines(List.of(file), MAX_JSON_DEPTH) : readCsv(file);
    try (Statement statement = connection.createStatement()) {
      statement.execute(source + " LIMIT 1");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static String readCsv(Path file) {
    return "SELECT * FROM read_csv(" + quoted(file) + ", " + NO_COMMENTS + ")";
  }

  private static void requireGzip(Path file) throws IOException, Unreadable {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), GZIP_BUFFER_BYTES)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (ZipException | EOFException e) {
      throw new Unreadable(file.getFileName() + " is a broken gzip file");
    }
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

  /** How its file is written; empty unless it is one file of separated values. */
  Optional<Dialect> dialect() throws SQLException {
    if (files.size() != 1 || isParquet(files.getFirst()) || isLines(files.getFirst())) {
      return Optional.empty();
    }
    return Optional.of(Dialect.of(connection, files.getFirst()));
  }

  /** Whose an error is that comes up while the columns are read. */
  SQLException fault(SQLException e) throws Unreadable, BeyondLimits {
    return Faults.of(e, () -> culprit(connection, files, e));
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

  static String list(List<Path> files) {
    return files.stream().map(Tables::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
