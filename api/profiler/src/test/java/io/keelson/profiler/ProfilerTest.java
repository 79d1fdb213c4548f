package io.keelson.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilerTest {
  private static final long MEMORY_BYTES = 512_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path input;
  private Path scratch;
  private JsonNode answer;

  @BeforeEach
  void makeFolders() throws IOException {
    input = Files.createDirectory(folder.resolve("input"));
    scratch = Files.createDirectory(folder.resolve("scratch"));
  }

  private int profile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit = Profiler.run(input, scratch, MEMORY_BYTES, 2, out);
    answer = JSON.readTree(out.toByteArray());
    return exit;
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(input.resolve(name), content);
  }

  private JsonNode column(String name) {
    for (JsonNode column : answer.path("columns")) {
      if (column.path("name").asText().equals(name)) {
        return column;
      }
    }
    throw new AssertionError("no column " + name);
  }

  /** The engine takes such lines for comments, where nobody tells it otherwise. */
  @Test
  void rowsThatBeginWithAHashAreRows() throws IOException {
    StringBuilder text = new StringBuilder("id,age,label\n");
    for (int i = 0; i < 600; i++) {
      text.append(i == 500 ? "#500,-999,x\n" : i == 501 ? "#501,oops,\n" : i + ",4,y\n");
    }
    write("a.csv", text.toString());
    assertThat(profile()).isZero();
    assertThat(answer.path("rows").asLong()).isEqualTo(600);
    assertThat(column("id").path("type").asText()).isEqualTo("VARCHAR");
    assertThat(column("age").path("type").asText()).isEqualTo("VARCHAR");
  }

  /** The engine's process dies of them. */
  @Test
  void bracketsWithoutEndAreBeyondItsLimits() throws IOException {
    write(
        "a.ndjson",
        "{\"a\":\"[\\\"[\"}\n{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}\n");
    assertThat(profile()).isEqualTo(Profiler.BEYOND_LIMITS);
    assertThat(answer.path("reason").asText())
        .contains("deeper than 1000 levels in line 2 of a.ndjson");
  }

  @Test
  void bracketsInTextAndOnOtherLinesAreNotDeep() throws IOException {
    String line =
        "{\"a\":\""
            + "[".repeat(2_000)
            + "\\\"[\",\"b\":"
            + "[".repeat(900)
            + "]".repeat(900)
            + "}\n";
    write("a.ndjson", line.repeat(3));
    assertThat(profile()).isZero();
    assertThat(answer.path("rows").asLong()).isEqualTo(3);
  }

  @Test
  void howItIsWrittenIsSaid() throws IOException {
    write("a.csv", "a;b\n1;'x;y'\n2;'z'\n3;u\n");
    assertThat(profile()).isZero();
    assertThat(answer.at("/dialect/delimiter").asText()).isEqualTo(";");
    assertThat(answer.at("/dialect/quote").asText()).isEqualTo("'");
    assertThat(answer.at("/dialect/header").asBoolean()).isTrue();
    assertThat(answer.at("/dialect/skipped").asLong()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,x\n2,y\n",
        "a,b\n1,\"x,y\"\n2,\"say \"\"no\"\"\"\n",
        "a\n1\n2\n3\n",
        "a,b,c\r\n1,,x\r\n2,3,y\r\n"
      })
  void commasQuotesAndAHeaderAreSaidOfWhatTheTrainerReads(String text) throws IOException {
    write("a.csv", text);
    assertThat(profile()).isZero();
    assertThat(answer.at("/dialect/delimiter").asText()).isEqualTo(",");
    assertThat(answer.at("/dialect/quote").asText()).isIn("", "\"");
    assertThat(answer.at("/dialect/escape").asText()).isIn("", "\"");
    assertThat(answer.at("/dialect/header").asBoolean()).isTrue();
    assertThat(answer.at("/dialect/skipped").asLong()).isZero();
  }

  @Test
  void wineHasItsRowsAndColumns() throws IOException {
    try (InputStream wine = getClass().getResourceAsStream("/wine.csv")) {
      Files.copy(wine, input.resolve("wine.csv"));
    }

    assertThat(profile()).isZero();

    assertThat(answer.path("rows").asLong()).isEqualTo(178);
    assertThat(answer.path("columns")).hasSize(14);
    JsonNode alcohol = column("Alcohol");
    assertThat(alcohol.path("type").asText()).isEqualTo("DOUBLE");
    assertThat(alcohol.path("mean").asDouble()).isCloseTo(13.0006, within(0.001));
    assertThat(alcohol.path("deviation").asDouble()).isCloseTo(0.8118, within(0.001));
    assertThat(alcohol.path("histogram")).hasSize(10);
    long counted = 0;
    for (JsonNode bucket : alcohol.path("histogram")) {
      counted += bucket.path("count").asLong();
    }
    assertThat(counted).isEqualTo(178);
  }

  /** Names that our own statements use as well. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "value",
        "values",
        "count",
        "rows",
        "data",
        "bucket",
        "v",
        "missing",
        "different",
        "smallest",
        "largest",
        "low",
        "high",
        "rowid",
        "filename",
        "select",
        "main",
        "column_name",
        "a.b",
        "it's",
        "Value"
      })
  void aColumnMayHaveAnyName(String other) throws IOException {
    write("names.csv", "name," + other + ",number\nx,y,1\nx,z,2\nw,z,3\n");

    assertThat(profile()).isZero();

    assertThat(column("name").path("histogram").path(0).path("from").asText()).isEqualTo("x");
    assertThat(column("name").path("histogram").path(0).path("count").asLong()).isEqualTo(2);
    assertThat(column(other).path("histogram").path(0).path("from").asText()).isEqualTo("z");
    assertThat(column("number").path("mean").asDouble()).isEqualTo(2);
    assertThat(column("number").path("histogram")).hasSize(10);

    write("names.csv", "name," + other + "\nx,1\ny,2\ny,3\n");
    Files.delete(scratch.resolve("profile.duckdb"));
    assertThat(profile()).isZero();
    assertThat(column("name").path("histogram").path(0).path("from").asText()).isEqualTo("y");
    assertThat(column(other).path("max").asText()).isEqualTo("3");
    assertThat(column(other).path("histogram")).hasSize(10);
  }

  @Test
  void aTypeThatOnlyShowsLateIsFound() throws IOException {
    StringBuilder csv = new StringBuilder("n,t\n");
    for (int i = 0; i < 60_000; i++) {
      csv.append(i).append(",x\n");
    }
    write("late.csv", csv.append("not a number,y\n").toString());

    assertThat(profile()).isZero();

    assertThat(column("n").path("type").asText()).isEqualTo("VARCHAR");
    assertThat(answer.path("rows").asLong()).isEqualTo(60_001);
    assertThat(column("t").path("histogram").path(0).path("from").asText()).isEqualTo("x");
    assertThat(column("t").path("histogram").path(0).path("count").asLong()).isEqualTo(60_000);
  }

  @Test
  void missingValuesInfinitiesAndTheLargestNumbersAreCounted() throws IOException {
    write("edge.csv", "a,b,c\n1.5,inf,1.7e308\n,nan,-1.7e308\n2.5,1,\n");

    assertThat(profile()).isZero();

    assertThat(column("a").path("missing").asLong()).isEqualTo(1);
    assertThat(column("a").path("mean").asDouble()).isEqualTo(2.0);
    assertThat(column("b").path("mean").asDouble()).isEqualTo(1.0);
    assertThat(column("c").path("histogram").path(0).path("count").asLong()).isEqualTo(1);
    assertThat(column("c").path("histogram").path(9).path("count").asLong()).isEqualTo(1);
  }

  @Test
  void parquetAndTextAreOneTableByName() throws IOException, SQLException {
    parquet("a.parquet", "SELECT i AS id, 'p' AS origin FROM range(1000) t(i)");
    write("b.csv", "origin,id\nc,1000\nc,1001\n");

    assertThat(profile()).isZero();

    assertThat(answer.path("rows").asLong()).isEqualTo(1_002);
    assertThat(column("id").path("max").asText()).isEqualTo("1001");
    assertThat(column("origin").path("histogram")).hasSize(2);
  }

  @Test
  void nestedAndBinaryColumnsHaveAProfileToo() throws IOException, SQLException {
    parquet(
        "n.parquet",
        "SELECT {'a': i} AS s, [i, i] AS l, 'x'::BLOB AS b, DATE '2020-01-01' AS d FROM range(3)"
            + " t(i)");

    assertThat(profile()).isZero();

    assertThat(answer.path("columns")).hasSize(4);
    assertThat(column("d").path("min").asText()).isEqualTo("2020-01-01");
    assertThat(column("l").path("histogram").path(0).path("count").asLong()).isEqualTo(1);
  }

  private void parquet(String name, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + input.resolve(name) + "' (FORMAT parquet)");
    }
  }

  private void garbage(String name) throws IOException {
    byte[] garbage = new byte[4_096];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) (i * 31 + 200);
    }
    Files.write(input.resolve(name), garbage);
  }

  @Test
  void whatIsNoParquetFileIsUnreadable() throws IOException {
    garbage("x.parquet");

    assertThat(profile()).isEqualTo(Profiler.UNREADABLE);
    assertThat(reason()).isEqualTo("is not a Parquet file, or is cut short");
  }

  @Test
  void parquetThatIsBrokenInTheMiddleIsUnreadable() throws IOException, SQLException {
    parquet("x.parquet", "SELECT i AS a, hash(i) AS b FROM range(50000) t(i)");
    Path file = input.resolve("x.parquet");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 1_000, bytes.length / 2, (byte) 0xff);
    Files.write(file, bytes);

    assertThat(profile()).isEqualTo(Profiler.UNREADABLE);
    assertThat(reason()).contains("corrupt");
  }

  @Test
  void amongSeveralFilesTheUnreadableOneIsNamedWithoutItsFolder() throws IOException, SQLException {
    parquet("a.parquet", "SELECT 1 AS a");
    garbage("b.parquet");

    assertThat(profile()).isEqualTo(Profiler.UNREADABLE);
    assertThat(reason()).startsWith("b.parquet is not a Parquet file");
  }

  @Test
  void amongSeveralFilesTheOneThatIsNoCsvIsNamed() throws IOException {
    write("a.csv", "a,b\n1,2\n");
    garbage("b.csv");
    write("c.csv", "a,b\n3,4\n");

    assertThat(profile()).isEqualTo(Profiler.BEYOND_LIMITS);
    assertThat(reason()).startsWith("b.csv ");
  }

  @Test
  void anEmptyFileIsUnreadableAndAmongOthersAddsNothing() throws IOException {
    write("x.csv", "");

    assertThat(profile()).isEqualTo(Profiler.UNREADABLE);
    assertThat(reason()).isEqualTo("is empty");
    write("y.csv", "a\n1\n");
    assertThat(profile()).isZero();
    assertThat(answer.path("rows").asLong()).isEqualTo(1);
  }

  @Test
  void gzipThatIsBrokenIsUnreadable() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(whole)) {
      for (int i = 0; i < 30_000; i++) {
        gzip.write((i + ",text " + i * 7L + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.write(input.resolve("x.csv.gz"), Arrays.copyOf(whole.toByteArray(), whole.size() / 2));

    assertThat(profile()).isEqualTo(Profiler.UNREADABLE);
    assertThat(reason()).isEqualTo("x.csv.gz is a broken gzip file");
    write("x.csv.gz", "no gzip");
    assertThat(profile()).isEqualTo(Profiler.UNREADABLE);
  }

  /** Members of a gzip file follow each other: the same one again and again. */
  private void writeRepeated(String name, byte[] member, int times) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(member);
    }
    try (OutputStream out = Files.newOutputStream(input.resolve(name))) {
      for (int i = 0; i < times; i++) {
        packed.writeTo(out);
      }
    }
  }

  @Test
  void gzipThatGrowsAThousandfoldIsBeyondLimitsBeforeTheEngineReadsIt() throws IOException {
    writeRepeated("x.csv.gz", "1,2\n".repeat(4 << 20).getBytes(StandardCharsets.UTF_8), 17);
    long began = System.nanoTime();

    assertThat(profile()).isEqualTo(Profiler.BEYOND_LIMITS);

    assertThat(reason()).startsWith("expands to more than " + Expansion.ANYWAY_BYTES + " bytes");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void gzipThatGrowsAsTablesDoIsRead() throws IOException {
    int rows = 150_000;
    try (OutputStream gzip =
        new GZIPOutputStream(Files.newOutputStream(input.resolve("x.csv.gz")))) {
      for (int i = 0; i < rows; i++) {
        gzip.write((i + "," + i * 7_919L % 1_000_003 + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(Files.size(input.resolve("x.csv.gz"))).isGreaterThan(1 << 19);

    assertThat(profile()).isZero();

    assertThat(answer.path("rows").asLong()).isEqualTo(rows);
  }

  /** CSV says nothing of its encoding, dialect or columns: what cannot be read is our limit. */
  @ParameterizedTest
  @ValueSource(strings = {"latin", "utf16", "long line", "ragged", "garbage"})
  void textThatTheProfilerCannotReadIsBeyondItAndNotBroken(String what) throws IOException {
    Path file = input.resolve("x.csv");
    switch (what) {
      case "latin" ->
          Files.write(file, "a,b\nM\u00fcller,1\n".getBytes(StandardCharsets.ISO_8859_1));
      case "utf16" -> Files.write(file, "a,b\nx,1\n".getBytes(StandardCharsets.UTF_16));
      case "long line" -> write("x.csv", "a,b\n" + "x".repeat(2_000_000) + ",1\n");
      case "ragged" -> write("x.csv", "a,b\n" + "1,2\n".repeat(30_000) + "1,2,3,4\n");
      default -> garbage("x.csv");
    }

    assertThat(profile()).isEqualTo(Profiler.BEYOND_LIMITS);
    assertThat(reason()).isNotEmpty().doesNotContain(input.toString());
  }

  private String reason() {
    return answer.path("reason").asText();
  }

  @Test
  void namesAndValuesAreNeverSqlNorBrokenJson() throws IOException {
    write(
        "x.csv",
        "\"a\"\"; DROP TABLE data; --\",\"b\nc\"\n\"'); COPY data TO '/tmp/x'; --\",\"\u0001\"\n");

    assertThat(profile()).isZero();

    assertThat(answer.path("rows").asLong()).isEqualTo(1);
    assertThat(answer.path("columns")).hasSize(2);
  }

  @Test
  void moreColumnsThanTheProfilerTakesAreBeyondIt() throws IOException {
    write(
        "x.csv", "a,".repeat(Tables.MAX_COLUMNS) + "b\n" + "1,".repeat(Tables.MAX_COLUMNS) + "2\n");

    assertThat(profile()).isEqualTo(Profiler.BEYOND_LIMITS);
    assertThat(reason()).contains("1001 columns");
  }

  @Test
  void otherFilesAreOutOfReachOnceTheTablesAreOpen() throws Exception {
    write("x.csv", "a\n1\n");
    Path secret = Files.writeString(folder.resolve("secret.csv"), "s\n1\n");

    try (Tables tables =
            Tables.open(List.of(input.resolve("x.csv")), List.of(), scratch, MEMORY_BYTES, 2);
        Statement statement = tables.connection().createStatement()) {
      for (String attempt :
          List.of(
              "SELECT * FROM read_csv('" + secret + "')",
              "SELECT * FROM read_text('/etc/passwd')",
              "COPY data TO '" + folder.resolve("out.csv") + "'",
              "ATTACH '" + folder.resolve("other.db") + "'",
              "SET enable_external_access = true",
              "INSTALL httpfs",
              "LOAD httpfs")) {
        assertThat(refused(tables.connection(), attempt)).as(attempt).isTrue();
      }
    }
  }

  private static boolean refused(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IO Error: Could not write file \"/work/scratch/spill/x.tmp\": No space left on device",
        "IO Error: Failed to write 4096 bytes to \"profile.duckdb\"",
        "IO Error: Cannot open file \"/work/input/table-000000.csv\": Too many open files",
        "Invalid Input Error: failed to allocate data of size 1.0 GiB",
        "Out of Memory Error: could not allocate block of size 256.0 KiB (488.2 MiB/488.2 MiB"
            + " used)",
        "IO Error: failed to offload data block; max_temp_directory_size is set to 16GB",
        "INTERNAL Error: Attempted to dereference unique_ptr that is NULL!",
        "FATAL Error: the database has been invalidated",
        "an error that nobody has seen yet"
      })
  void whatTheMachineLacksIsNoFaultOfTheFiles(String message) throws Exception {
    SQLException error = new SQLException(message);

    assertThatObject(Faults.of(error, () -> "")).isSameAs(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invalid Input Error: No magic bytes found at end of file 'x.parquet'",
        "Invalid Input Error: Footer length error in file 'x.parquet'",
        "Invalid Error: ZSTD Decompression failure",
        "IO Error: Could not read enough bytes from file \"x.parquet\""
      })
  void whatAFormatsOwnCheckFindsIsTheFiles(String message) {
    assertThatThrownBy(() -> Faults.of(new SQLException(message), () -> ""))
        .isInstanceOf(Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conversion Error: Could not convert string 'a' to INT32",
        "Binder Error: Struct remap can only remap nested types, not 'UBIGINT'",
        "Invalid Input Error: File 'x.parquet' is encrypted, but 'encryption_config' was not set",
        "Not implemented Error: Unsupported encoding"
      })
  void whatTheProfilerCannotDoIsItsOwn(String message) {
    assertThatThrownBy(() -> Faults.of(new SQLException(message), () -> ""))
        .isInstanceOf(BeyondLimits.class);
  }

  /** A disk of one megabyte: the profiler has no verdict, and says so. */
  @Test
  void aFullDiskIsNoRejection() throws Exception {
    StringBuilder csv = new StringBuilder("a,b\n");
    for (int i = 0; i < 300_000; i++) {
      csv.append(i * 31L % 1_000_003).append(",text ").append(i).append('\n');
    }
    write("x.csv", csv.toString());
    List<String> words =
        new java.util.ArrayList<>(
            List.of("/usr/bin/bwrap", "--bind", "/", "/", "--dev", "/dev", "--size", "1000000"));
    words.addAll(List.of("--tmpfs", scratch.toString(), "--"));
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Profiler.class.getName(),
            input.toString(),
            scratch.toString(),
            "200000000",
            "2",
            "60"));
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/bwrap")), "no bubblewrap");

    Process profiler =
        new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(profiler.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = profiler.waitFor();

    Assumptions.assumeFalse(said.startsWith("bwrap:"), said);
    assertThat(exit).as(said).isEqualTo(4);
    assertThat(said).contains("No space left on device");
  }

  @Test
  void linesOfJsonAreATable() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(input.resolve("table-000000.ndjson.gz")))) {
      for (int i = 0; i < 30_000; i++) {
        out.write(
            ("{\"id\":\"e" + i + "\",\"data\":{\"v\":" + i + ".5,\"tags\":[\"a\"]}}\n")
                .getBytes(StandardCharsets.UTF_8));
      }
      out.write("{\"id\":\"last\",\"late\":true}\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(profile()).isZero();

    assertThat(answer.path("rows").asLong()).isEqualTo(30_001);
    assertThat(column("id").path("type").asText()).isEqualTo("VARCHAR");
    assertThat(column("data").path("type").asText()).startsWith("STRUCT");
    assertThat(column("data").path("missing").asLong()).isEqualTo(1);
    assertThat(column("late").path("missing").asLong()).isEqualTo(30_000);
  }

  @Test
  void linesOfJsonMayHoldWhatDoesNotFitTogether() throws IOException {
    write(
        "a.ndjson",
        "{\"v\":1}\n{\"v\":\"warm\"}\n{\"v\":{\"w\":[1,{\"x\":null}]}}\n{\"v\":null}\n{}\n{\"v\":"
            + "[".repeat(40)
            + "]".repeat(40)
            + "}\n");

    assertThat(profile()).isZero();

    assertThat(answer.path("rows").asLong()).isEqualTo(6);
    assertThat(column("v").path("missing").asLong()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void oneLineDoesNotMakeTheOthersUnreadable() throws IOException {
    write(
        "a.ndjson",
        """
        {"id":"a","n":1,"data":{"userId":7}}
        {"id":"b","n":2.5,"data":{"userid":8}}
        {"id":"c \\"d\\"","N":3,"ok":true,"data":{"":9},"list":[{"x":1,"X":2}]}
        """);

    assertThat(profile()).isZero();

    assertThat(answer.path("rows").asLong()).isEqualTo(3);
    assertThat(column("n").path("type").asText()).isEqualTo("DOUBLE");
    assertThat(column("id").path("max").asText()).isEqualTo("c \"d\"");
    assertThat(column("ok").path("type").asText()).isEqualTo("BOOLEAN");
    assertThat(column("data").path("distinct").asLong()).isEqualTo(3);
  }

  @Test
  void aNameThatNobodyCanAskForIsBeyondTheProfiler() throws IOException {
    write("a.ndjson", "{\"a\\u0000b\":1}\n");

    assertThat(profile()).isEqualTo(Profiler.BEYOND_LIMITS);

    assertThat(answer.path("reason").asText()).contains("U+0000 in the name");
  }

  @Test
  void whatIsNoLineOfJsonIsToldSo() throws IOException {
    write("a.ndjson", "{\"v\":1}\nnonsense\n");

    assertThat(profile()).isNotZero();

    assertThat(answer.toString()).contains("one object a line");
  }
}
