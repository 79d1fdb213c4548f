package io.keelson.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir Path folder;
  private final ObjectNode parameters = JSON.createObjectNode();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path inputs;
  private Path outputs;

  @BeforeEach
  void lay() throws IOException {
    inputs = Files.createDirectories(folder.resolve("inputs"));
    outputs = Files.createDirectories(folder.resolve("outputs"));
    Files.writeString(folder.resolve("secret.csv"), "s\n42\n");
    parameters.put("memoryBytes", 256_000_000L).put("threads", 2);
    table("wine", "wine.csv", "0/0", "id,grape,score\n1,pinot,90\n2,merlot,80\n2,merlot,80\n");
  }

  private void table(String input, String name, String place, String csv) throws IOException {
    Path file = Files.createDirectories(inputs.resolve(place)).resolve("table-000000.csv");
    Files.writeString(file, csv);
    ArrayNode all = parameters.withArray("inputs");
    ObjectNode found = null;
    for (var one : all) {
      if (one.path("name").asText().equals(input)) {
        found = (ObjectNode) one;
      }
    }
    ObjectNode into = found == null ? all.addObject().put("name", input) : found;
    into.withArray("tables").addObject().put("name", name).put("folder", place);
  }

  private int run(String sql) throws IOException {
    Path file = folder.resolve("parameters.json");
    JSON.writeValue(file.toFile(), parameters.put("sql", sql));
    Map<String, String> environment =
        Map.of(
            "KEELSON_PARAMETERS", file.toString(),
            "KEELSON_INPUTS", inputs.toString(),
            "KEELSON_OUTPUTS", outputs.toString());
    return new Transform(
            environment, System.out, new PrintStream(err, true, StandardCharsets.UTF_8))
        .run();
  }

  private List<String> made(String columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT concat_ws(',', %s) FROM read_parquet('%s')"
                    .formatted(columns, outputs.resolve("data.parquet")))) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  /** As trainers read it: a header, and nothing where there is no value. */
  @Test
  void makesCsvWhereThatIsAskedFor() throws Exception {
    parameters.put("format", "CSV");

    int code =
        run(
            "SELECT grape, CASE WHEN id = 1 THEN score END AS score FROM wine WHERE id < 3 ORDER BY id LIMIT 2");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isEqualTo(Transform.MADE);
    assertThat(outputs.resolve("data.csv")).hasContent("grape,score\npinot,90\nmerlot,\n");
    assertThat(outputs.resolve("data.parquet")).doesNotExist();
  }

  @Test
  void filtersJoinsAndDropsDuplicates() throws Exception {
    table("grape", "grape.csv", "1/0", "grape,colour\npinot,red\nmerlot,red\n");

    int code =
        run(
            """
            SELECT DISTINCT id, colour FROM wine JOIN grape USING (grape)
            WHERE score > 70 ORDER BY id; -- that is all
            """);

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isEqualTo(Transform.MADE);
    assertThat(made("id, colour")).containsExactly("1,red", "2,red");
    assertThat(outputs).isDirectoryContaining(file -> file.endsWith("data.parquet"));
  }

  @Test
  void linesOfJsonAreRead() throws Exception {
    table("events", "events.ndjson.gz", "1/0", "");
    Path folder = inputs.resolve("1/0");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("table-000000.ndjson.gz")))) {
      out.write("{\"id\":\"a\",\"data\":{\"v\":1.5}}\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"id\":\"b\",\"data\":{\"v\":2}}\n".getBytes(StandardCharsets.UTF_8));
    }

    int code = run("SELECT id, data.v AS v FROM events WHERE data.v > 1 ORDER BY id");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isEqualTo(Transform.MADE);
    assertThat(made("id, v")).containsExactly("a,1.5", "b,2.0");
  }

  @Test
  void linesThatAreNoTypeTogetherAreReadAsJson() throws Exception {
    table("events", "events.ndjson", "1/0", "");
    Files.delete(inputs.resolve("1/0/table-000000.csv"));
    Files.writeString(
        inputs.resolve("1/0/table-000000.ndjson"),
        "{\"id\":\"a\",\"v\":1,\"data\":{\"userId\":7}}\n{\"id\":\"b\",\"v\":2,\"data\":{\"userid\":8}}\n");

    int code = run("SELECT id, v + 1 AS v, data->>'userid' AS u FROM events ORDER BY id");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isEqualTo(Transform.MADE);
    assertThat(made("id, v, u")).containsExactly("a,2", "b,3,8");
  }

  @Test
  void anInputOfSeveralTablesIsASchema() throws Exception {
    table("split", "train.csv", "1/0", "x\n1\n");
    table("split", "test.csv", "1/1", "x\n2\n");

    assertThat(run("FROM split.\"train.csv\" UNION ALL FROM split.\"test.csv\"")).isZero();
    assertThat(made("x")).containsExactly("1", "2");
    assertThat(run("FROM split")).isEqualTo(Transform.REFUSED);
  }

  @Test
  void aSplitByKeyIsTheSameEveryTime() throws Exception {
    assertThat(run("SELECT id FROM wine WHERE hash(id) % 10 < 8")).isZero();
    List<String> first = made("id");
    assertThat(run("SELECT id FROM wine WHERE hash(id) % 10 < 8")).isZero();
    assertThat(made("id")).isEqualTo(first);
  }

  @Test
  void aSplitByTimeLosesAndRepeatsNothing() throws Exception {
    table(
        "visits",
        "visits.csv",
        "1/0",
        "id,visited\n1,2026-03-28 23:59:59\n2,2026-03-29 00:00:00\n3,2026-03-29 02:30:00\n4,2026-04-01 00:00:00\n");

    assertThat(run("SELECT id FROM visits WHERE visited < TIMESTAMP '2026-03-29'")).isZero();
    List<String> before = made("id");
    assertThat(
            run("SELECT id FROM visits WHERE visited >= TIMESTAMP '2026-03-29' ORDER BY visited"))
        .isZero();

    assertThat(before).containsExactly("1");
    assertThat(made("id")).containsExactly("2", "3", "4");
  }

  /** The engine reads them as if they stood alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM wine",
        "SELECT * EXCLUDE (score) REPLACE (upper(grape) AS grape) FROM wine ORDER BY id",
        "SELECT COLUMNS('i.*') FROM wine ORDER BY ALL",
        "SELECT grape, avg(score) AS mean FROM wine GROUP BY ALL HAVING count(*) > 1",
        "SELECT DISTINCT ON (id) id, score FROM wine ORDER BY id, score DESC",
        "SELECT id, row_number() OVER w AS n FROM wine WINDOW w AS (PARTITION BY grape ORDER BY grape)",
        "SELECT * FROM wine QUALIFY row_number() OVER (PARTITION BY grape ORDER BY id DESC) = 1",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT * FROM t",
        "SELECT list_transform([1, 2], x -> x + 1) AS l, {'a': id, 'b': grape} AS s FROM wine",
        "SELECT * FROM wine a ASOF JOIN (SELECT 1 AS id, 5 AS at) b ON a.id >= b.id ORDER BY ALL",
        "SELECT id, CASE WHEN score > 85 THEN 'high' ELSE 'low' END AS band FROM wine ORDER BY id",
        "SELECT * FROM (PIVOT wine ON grape IN ('pinot', 'merlot') USING sum(score))",
        "SELECT * FROM wine USING SAMPLE 3 ROWS (reservoir, 7)",
        "SELECT grape, score FROM wine WHERE grape ILIKE '%o%' AND score BETWEEN 1 AND 100 LIMIT 2",
        "(SELECT id FROM wine EXCEPT SELECT 1) INTERSECT ALL SELECT 2",
        "SELECT a.id FROM wine a SEMI JOIN wine b ON a.id = b.id ORDER BY 1",
        "SELECT unnest([1, 2]) AS u, 'it''s' AS q, DATE '2026-01-01' + INTERVAL 1 DAY AS d",
        "VALUES (1, 'a'), (2, 'b')",
        "SELECT count(*) FILTER (WHERE score > 85) AS n, string_agg(grape, ',' ORDER BY id) FROM wine",
        "SELECT * FROM (SELECT 1 AS \"user id\") t JOIN (SELECT 1 AS \"user id\") u USING (\"user id\")",
        "SELECT * FROM (SELECT 1 AS \"order\") t JOIN (SELECT 1 AS \"order\") u USING (\"order\")",
        "SELECT * FROM (SELECT 1 AS \"a,b\") t JOIN (SELECT 1 AS \"a,b\") u USING (\"a,b\")",
        "SELECT 2.5e0::INT AS a, 0.5e0::INT AS b",
        "SELECT 1e14 * 1e5 AS a, hash(1e0) AS b, typeof(1e0) AS c, 1e0 / 3 AS d",
        "SELECT id AS \"i\"\"d\", score AS \"order by\", grape AS \"'\" FROM wine; /* the end */ -- and",
        "PIVOT wine ON grape IN ('pinot', 'merlot') USING max(score)",
        "SELECT * FROM query('SELECT ''it''''s'' AS a')",
        "SELECT (SELECT max(id) FROM wine) AS c0, c1.id AS c1 FROM wine c1 ORDER BY ALL"
      })
  void whatTheEngineSelectsIsMade(String sql) throws Exception {
    assertThat(run(sql)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(Transform.MADE);
    if (sql.contains("ORDER BY ALL") || sql.matches(".*ORDER BY (id|1)[^)]*")) {
      assertThat(made("COLUMNS(*)")).isEqualTo(directly(sql));
    } else { // in an order of the engine's choice
      assertThat(made("COLUMNS(*)")).containsExactlyInAnyOrderElementsOf(directly(sql));
    }
  }

  @Test
  void aColumnOfUsingIsAColumn() throws Exception {
    String output = outputs.resolve("data.parquet").toString();
    assertThat(
            run(
                """
                SELECT * FROM (SELECT 1 AS k) t JOIN (SELECT 1 AS k) u USING ("k)) TO '%1$s' (FORMAT parquet);
                COPY (SELECT 'not parquet') TO '%1$s' (FORMAT csv, USE_TMP_FILE false);
                CREATE TABLE evil AS SELECT 42 AS x; COPY ((SELECT x AS z FROM evil")
                """
                    .formatted(output)))
        .isEqualTo(Transform.REFUSED);
    assertThat(Path.of(output)).doesNotExist();
  }

  @Test
  void aTextOfQuotesStaysAText() throws Exception {
    assertThat(run("SELECT 'it''s' AS a, '''); COPY (SELECT 1) TO ''x'' --' AS b")).isZero();
    assertThat(made("a, b")).containsExactly("it's,'); COPY (SELECT 1) TO 'x' --");
  }

  @Test
  void theOrderOfTheStatementIsTheOrderOfTheFile() throws Exception {
    parameters.put("threads", 4);
    String sql = "SELECT range::HUGEINT AS n, hash(range) AS h FROM range(300000) ORDER BY h";
    assertThat(run(sql)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    List<String> hashes = made("h");
    assertThat(hashes).hasSize(300_000);
    assertThat(hashes).isSortedAccordingTo(Comparator.comparing(BigInteger::new));
  }

  private List<String> directly(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE VIEW wine AS SELECT * FROM read_csv('%s')"
              .formatted(inputs.resolve("0/0/table-000000.csv")));
      statement.execute("CREATE TABLE made AS " + sql);
      try (ResultSet result =
          statement.executeQuery("SELECT concat_ws(',', COLUMNS(*)) FROM made")) {
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-- nothing",
        "SELEC 1",
        "SELECT 1; SELECT 2",
        "SELECT 1) TO '/tmp/x.csv'; COPY (SELECT 1",
        "COPY wine TO 'x.csv'",
        "INSERT INTO wine VALUES (1, 'a', 2)",
        "ATTACH 'x.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '1TB'",
        "RESET lock_configuration",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "CREATE TABLE t (x INT)",
        "EXPORT DATABASE 'x'",
        "SELECT * FROM read_csv('../secret.csv')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/proc/self/environ')",
        "SELECT * FROM read_blob('/etc/hostname')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_parquet('https://127.0.0.1/x.parquet')",
        "SELECT * FROM sqlite_scan('x', 'y')",
        "SELECT * FROM nothing",
        "SELECT 1') AS made(c0); CREATE TABLE evil AS SELECT 42 AS x --",
        "SELECT * FROM query('SELECT 1; SELECT 2')",
        "SELECT * FROM query('COPY wine TO ''x.csv''')",
        "SELECT * FROM query_table('/etc/passwd')",
        "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
        "WITH x AS (INSERT INTO wine VALUES (1, 'a', 2) RETURNING *) SELECT * FROM x",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT ? AS a",
        "PIVOT wine ON grape USING sum(score)",
        "SELECT id / 'a' FROM wine"
      })
  void nothingElseRuns(String sql) throws Exception {
    assertThat(run(sql)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(Transform.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ATTACH 'x.duckdb' | ATTACH is not allowed",
        "/* nothing */ install httpfs | INSTALL is not allowed",
        "COPY wine TO 'x.csv' | COPY is not allowed",
        "SELECT 1; COPY wine TO 'x.csv' | more than one statement",
        "-- nothing | a statement that is empty",
        "SELECT * FROM read_csv('/etc/passwd') | the function read_csv is not allowed"
      })
  void theReasonNamesWhatIsNotAllowed(String sql, String reason) throws Exception {
    assertThat(run(sql)).isEqualTo(Transform.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(reason);
  }

  @Test
  void theFolderAboveIsNotRead() throws Exception {
    String secret = folder.resolve("secret.csv").toString();
    assertThat(run("SELECT * FROM read_csv('" + secret + "')")).isEqualTo(Transform.REFUSED);
    assertThat(run("SELECT * FROM read_csv('" + inputs + "/../secret.csv')"))
        .isEqualTo(Transform.REFUSED);
  }

  /** The engine's own check of a folder takes each dot for a level down. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_text('%s')",
        "SELECT * FROM read_csv('%s')",
        "SELECT * FROM READ_CSV_AUTO('%s')",
        "SELECT * FROM \"read_csv\"('%s')",
        "SELECT * FROM main.read_csv('%s')",
        "SELECT * FROM glob('%s')",
        "SELECT * FROM sniff_csv('%s')",
        "FROM '%s'",
        "SELECT (SELECT max(s) FROM '%s')",
        "WITH x AS MATERIALIZED (FROM '%s') SELECT * FROM x",
        "SELECT 1 AS a UNION ALL (SELECT s FROM '%s')",
        "SELECT * FROM (DESCRIBE '%s')",
        "SELECT * FROM (SUMMARIZE '%s')",
        "SELECT * FROM wine, LATERAL (FROM '%s')",
        "SELECT id FROM wine WHERE EXISTS (FROM '%s')",
        "SELECT id FROM wine ORDER BY (SELECT max(s) FROM '%s')",
        "SELECT list_transform([1], x -> (SELECT max(s) FROM '%s'))",
        "SELECT * FROM query('FROM ''%s''')",
        "SELECT * FROM query('FROM query(''FROM ''''%s'''''')')",
        "SELECT * FROM query(concat('FROM ', '''%s'''))",
        "SELECT * FROM query_table('%s')",
        "SELECT * FROM histogram_values('%s', s)",
        "SELECT json_serialize_plan('FROM ''%s''')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM ''%s'''))"
      })
  void noFolderIsLeft(String sql) throws Exception {
    for (String path :
        List.of(
            inputs + "/./../secret.csv",
            folder.resolve("scratch/spill") + "/././../../secret.csv")) {
      assertThat(run(sql.formatted(path)))
          .as("%s: %s", path, err.toString(StandardCharsets.UTF_8))
          .isEqualTo(Transform.REFUSED);
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.contains("not allowed"));
  }

  /** What it may open is its inputs' and its own, by their names and not by their paths. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM '%s'",
        "SELECT id FROM wine WHERE EXISTS (FROM '%s')",
        "SELECT * FROM (SUMMARIZE '%s')",
        "SELECT * FROM query('FROM ''%s''')"
      })
  void noInputIsReadByItsPath(String sql) throws Exception {
    String file;
    try (Stream<Path> all = Files.walk(inputs)) {
      file = all.filter(Files::isRegularFile).findFirst().orElseThrow().toString();
    }
    assertThat(run(sql.formatted(file))).isEqualTo(Transform.REFUSED);
    assertThat(run(sql.formatted(file.replaceAll("[^/]+$", "*")))).isEqualTo(Transform.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.contains("not allowed"));
  }

  @Test
  void aTableWhoseNameHasASlashIsStillOne() throws Exception {
    table("parted", "train/a.csv", "5/0", "x\n1\n");
    assertThat(run("SELECT x FROM parted.\"train/a.csv\", (DESCRIBE parted.\"Train/A.csv\")"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT sql FROM duckdb_views",
        "SELECT sql FROM main.DUCKDB_VIEWS",
        "SELECT sql FROM sqlite_master",
        "SELECT definition FROM pg_catalog.pg_views",
        "SELECT view_definition FROM information_schema.views",
        "SELECT * FROM system.information_schema.views",
        "SELECT current_setting('allowed_paths') AS a"
      })
  void theEngineSaysNothingOfItself(String sql) throws Exception {
    assertThat(run(sql)).isEqualTo(Transform.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("not allowed");
  }

  @Test
  void whereItSpillsToIsNotLeftOnceItIsThere() throws Exception {
    String path = folder.resolve("scratch/spill") + "/././../../secret.csv";
    String sorted =
        "SELECT md5(range::VARCHAR) AS h, repeat('x', 40) AS t FROM range(2000000) ORDER BY h";
    assertThat(run("SELECT h, s FROM (" + sorted + "), (FROM '" + path + "')"))
        .isEqualTo(Transform.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("is not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM wine JOIN range(3) r(n) ON wine.id = r.n",
        "SELECT unnest([1, 2]) AS a",
        "SELECT * FROM generate_series(1, 3)",
        "SELECT key FROM json_each('{\"a\":1}')",
        "SELECT * FROM wine.\"wine.csv\"",
        "SELECT * FROM query('SELECT * FROM wine')",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) FROM t",
        "SELECT column_name FROM (DESCRIBE wine)",
        "SELECT '/./../' AS a, 1e300 AS b"
      })
  void whatOpensNothingRuns(String sql) throws Exception {
    assertThat(run(sql)).as(err.toString(StandardCharsets.UTF_8)).isZero();
  }

  /** The engine takes such lines for comments, where nobody tells it otherwise. */
  @Test
  void rowsThatBeginWithAHashAreRows() throws Exception {
    table("hashes", "h.csv", "3/0", "id,label\n1,a\n#2,b\n3,c\n#4,d\n");
    assertThat(run("SELECT id, label FROM hashes")).isZero();
    assertThat(made("id, label")).containsExactly("1,a", "#2,b", "3,c", "#4,d");
  }

  /** The engine's process dies of them. */
  @Test
  void bracketsWithoutEndAreRefused() throws Exception {
    table("deep", "d.ndjson", "4/0", "");
    Files.writeString(
        inputs.resolve("4/0/table-000000.ndjson"),
        "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}\n");
    assertThat(run("SELECT * FROM deep")).isEqualTo(Transform.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("deeper than 1000 levels in line 1");
  }

  @Test
  void tablesWhoseNamesDifferInCaseOnlyAreBothThere() throws Exception {
    table("split", "A.csv", "1/0", "x\n1\n");
    table("split", "a.csv", "1/1", "x\n2\n");

    assertThat(run("FROM split.\"A.csv\" UNION ALL FROM split.\"a.csv_2\""))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(made("x")).containsExactly("1", "2");
  }

  @Test
  void aSortLargerThanItsMemorySpillsBesideTheOutputsAndLeavesNothingThere() throws Exception {
    parameters.put("memoryBytes", 100_000_000L).put("threads", 1);
    Path scratch = folder.resolve("scratch");
    AtomicBoolean spilt = new AtomicBoolean();
    Thread watch =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted() && !spilt.get()) {
                    spilt.set(scratch.resolve("spill").toFile().isDirectory());
                    LockSupport.parkNanos(1_000_000);
                  }
                });

    int code =
        run("SELECT md5(range::VARCHAR) AS h, repeat('x', 40) AS t FROM range(2000000) ORDER BY h");
    watch.interrupt();
    watch.join();

    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(spilt).as("spilt beside the outputs").isTrue();
    assertThat(scratch).doesNotExist();
    assertThat(run("SELECT nothing")).isEqualTo(Transform.REFUSED);
    assertThat(scratch).doesNotExist();
  }

  @Test
  void theReasonIsOneLineThatNothingElseBeginsLike() throws Exception {
    assertThat(run("SELECT error(printf('%c%c', 192, 128) || 'abc' || repeat('é😀', 50000))"))
        .isEqualTo(Transform.REFUSED);
    String said = err.toString(StandardCharsets.UTF_8);
    assertThat(said.lines()).hasSize(1);
    assertThat(said).startsWith("transform: Invalid Input Error: ").doesNotContain("\0");
    assertThat(said.length()).isLessThan(600);
    assertThat(said.strip())
        .isEqualTo(
            new String(said.strip().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }

  @Test
  void aPreviewOfPairsOfCharactersIsCutBetweenThem() throws IOException {
    JsonNode made = preview(10, 10, "SELECT 'x' || repeat('😀', 300) AS a");
    assertThat(made.at("/rows/0/0").asText()).hasSize(200).endsWith("…");
  }

  @Test
  void aPreviewShowsTheTypesOfTheVersion() throws IOException {
    JsonNode made =
        preview(10, 10, "SELECT sum(score) AS s, 'a'::ENUM('a') AS e, [1]::INT[1] AS l FROM wine");
    assertThat(made.path("columns").findValuesAsText("type"))
        .containsExactly("BIGINT", "VARCHAR", "INTEGER[]");
    assertThat(made.path("rows").toString()).isEqualTo("[[\"250\",\"a\",\"[1]\"]]");
  }

  @Test
  void whatNeedsMoreMemoryThanThereIsFails() throws Exception {
    parameters.put("memoryBytes", 20_000_000L);
    assertThat(run("SELECT list(range) FROM range(100000000)")).isEqualTo(Transform.FAILED);
  }

  private JsonNode preview(long inputRows, int rows, String sql) throws IOException {
    parameters.putObject("preview").put("inputRows", inputRows).put("rows", rows);
    assertThat(run(sql)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(outputs.resolve("data.parquet")).doesNotExist();
    return JSON.readTree(outputs.resolve("preview.json").toFile());
  }

  @Test
  void aPreviewShowsTheFirstRowsOfWhatIsMadeOfTheFirstRows() throws IOException {
    JsonNode all = preview(10, 100, "SELECT grape, count(*) n FROM wine GROUP BY grape ORDER BY n");
    assertThat(all.path("columns").toString())
        .isEqualTo(
            "[{\"name\":\"grape\",\"type\":\"VARCHAR\"},{\"name\":\"n\",\"type\":\"BIGINT\"}]");
    assertThat(all.path("rows").toString()).isEqualTo("[[\"pinot\",\"1\"],[\"merlot\",\"2\"]]");
    assertThat(all.path("more").asBoolean()).isFalse();
    assertThat(all.path("partial").asBoolean()).isFalse();

    JsonNode first = preview(1, 100, "SELECT count(*) n FROM wine");
    assertThat(first.path("rows").toString()).isEqualTo("[[\"1\"]]");
    assertThat(first.path("partial").asBoolean()).isTrue();

    JsonNode some = preview(10, 1, "SELECT * FROM wine");
    assertThat(some.path("rows")).hasSize(1);
    assertThat(some.path("more").asBoolean()).isTrue();
  }

  @Test
  void aPreviewShowsWhateverTheEngineCanSay() throws IOException {
    JsonNode made =
        preview(
            10,
            10,
            "SELECT NULL::INT a, {'x': 1} b, [1, 2] c, '\\x00'::BLOB d, DATE '2026-01-02' e, repeat('y', 5000) f, 1 a");
    assertThat(made.path("columns")).hasSize(7);
    assertThat(made.at("/rows/0/0").isNull()).isTrue();
    assertThat(made.at("/rows/0/1").asText()).contains("x");
    assertThat(made.at("/rows/0/4").asText()).isEqualTo("2026-01-02");
    assertThat(made.at("/rows/0/5").asText()).hasSize(201);
  }

  @Test
  void aPreviewOfManyWideRowsIsShort() throws IOException {
    JsonNode made =
        preview(
            10,
            100,
            "SELECT repeat('w', 200) a, * FROM range(100) t(r), (SELECT unnest(range(50)) k) u");
    assertThat(outputs.resolve("preview.json").toFile().length()).isLessThan(400_000);
    assertThat(made.path("more").asBoolean()).isTrue();
    String wide = "SELECT " + "'v' || range(300)::VARCHAR, ".repeat(400) + "1 FROM range(50)";
    JsonNode few = preview(10, 100, wide);
    assertThat(few.path("rows").size()).isLessThan(10);
    assertThat(few.path("more").asBoolean()).isTrue();
  }

  @Test
  void aPreviewIsRefusedWhatATransformIs() throws IOException {
    parameters.putObject("preview").put("inputRows", 10).put("rows", 10);
    assertThat(run("SELECT * FROM '" + folder.resolve("secret.csv") + "'")).isEqualTo(2);
    assertThat(run("SELECT 1; SELECT 2")).isEqualTo(2);
    assertThat(run("SELECT nothing FROM wine")).isEqualTo(2);
    assertThat(outputs.resolve("preview.json")).doesNotExist();
  }
}
