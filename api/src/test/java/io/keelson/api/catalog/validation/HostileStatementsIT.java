package io.keelson.api.catalog.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.compute.job.JobLog;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.LogLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Statements that reach for what is not theirs, each with a real broker and the real program, while
 * another tenant's small transform runs beside them and is measured.
 */
@Tag("heavy")
class HostileStatementsIT {
  /** What is not SELECT, or reaches out of its inputs, and what is said to it. */
  private static final Map<String, String> HOSTILE =
      Map.ofEntries(
          Map.entry("SELECT * FROM read_csv('/etc/passwd')", "read_csv is not allowed"),
          Map.entry("SELECT * FROM read_text('/job/parameters.json')", "read_text is not allowed"),
          Map.entry("SELECT * FROM glob('/**')", "glob is not allowed"),
          Map.entry(
              "FROM '/job/outputs/../scratch/spill/././../../parameters.json'", "not allowed"),
          Map.entry(
              "SELECT * FROM read_parquet('https://127.0.0.1/x.parquet')",
              "read_parquet is not allowed"),
          Map.entry("ATTACH '/job/outputs/x.duckdb'", "ATTACH is not allowed"),
          Map.entry("INSTALL httpfs", "INSTALL is not allowed"),
          Map.entry("COPY wine TO '/job/outputs/x.csv'", "COPY is not allowed"),
          Map.entry("SELECT 1; COPY wine TO '/tmp/x.csv'", "more than one statement"),
          Map.entry("SELECT * FROM query('COPY wine TO ''/tmp/x.csv''')", "another one within it"));

  private static final String PREFIX = "transform: ";
  private static final int LINES = 100;

  private final HostileGround hostile = new HostileGround();
  private final CatalogFixture catalog = hostile.catalog;

  @BeforeEach
  void start() throws Exception {
    hostile.start();
  }

  @AfterEach
  void close() {
    hostile.close();
  }

  @Test
  void eachIsRefusedBesideANeighbourAndLeavesNothing() throws Exception {
    Map<UUID, String> refusals = new LinkedHashMap<>();
    HOSTILE.forEach(
        (sql, reason) -> refusals.put(hostile.transform(catalog.tenantId, sql), reason));

    Duration taken = hostile.withinItsBound(hostile.awaitNeighbour());

    System.out.printf(
        "[hostile] statements: the neighbour took %d ms, %d ms alone%n",
        taken.toMillis(), hostile.alone().toMillis());
    for (Map.Entry<UUID, String> refusal : refusals.entrySet()) {
      failsAndLeavesNothing(refusal.getKey());
      assertThat(said(refusal.getKey())).contains(refusal.getValue());
    }
    assertThat(Path.of("/tmp/x.csv")).doesNotExist();
    hostile.withinItsBound(hostile.awaitNeighbour());
  }

  /** What is allowed, and is far too much. */
  @Test
  void aSortOfATrillionRowsIsBounded() throws Exception {
    UUID id =
        hostile.transform(
            catalog.tenantId,
            "SELECT a.i + b.i AS n FROM range(1000000) a(i), range(1000000) b(i) ORDER BY n");

    hostile.withinItsBound(hostile.awaitNeighbour());

    failsAndLeavesNothing(id);
    hostile.withinItsBound(hostile.awaitNeighbour());
  }

  private void failsAndLeavesNothing(UUID id) throws Exception {
    assertThat(hostile.ended(catalog.tenantId, id).status())
        .isIn(JobStatus.FAILED, JobStatus.TIMED_OUT);
    assertThat(
            catalog.count(
                "SELECT count(*) FROM compute.job WHERE id = '%s' AND outputs <> '[]'"
                    .formatted(id)))
        .isZero();
  }

  /** The reason that the program gave, in the line that it begins so. */
  private String said(UUID id) {
    List<String> said =
        new JobLog(catalog.database, catalog.objects)
            .read(catalog.tenantId, id, null, LINES).stream()
                .filter(line -> line.stream() == LogLine.Stream.ERR)
                .map(LogLine::text)
                .filter(text -> text.startsWith(PREFIX))
                .toList();
    assertThat(said).hasSize(1);
    return said.getFirst();
  }
}
