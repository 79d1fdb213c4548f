package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.expectation.Expectation;
import io.keelson.api.catalog.expectation.ExpectationSuite;
import io.keelson.api.catalog.expectation.ExpectationSuites;
import io.keelson.api.catalog.expectation.Severity;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the job of a version is told to check, and what came of it. */
@ApplicationScoped
class SuiteRuns {
  /** Expectations times tables. */
  static final int MAX_RESULTS = 5_000;

  private static final String OF_JOB =
      """
      SELECT v.id, v.dataset_version_id, v.suite_id
      FROM catalog.validation v
      WHERE v.tenant_id = $1 AND v.job_id = $2 AND v.status = 'RUNNING'
      FOR NO KEY UPDATE
      """;

  private final ExpectationSuites suites;
  private final InstantSource clock;

  SuiteRuns(ExpectationSuites suites, InstantSource clock) {
    this.suites = suites;
    this.clock = clock;
  }

  /**
   * Notes that the job checks the version by the suite that is in force.
   *
   * @return what it is to be told; empty where nothing is expected of the version
   */
  Optional<JsonArray> begin(Transaction tx, UUID versionId, UUID jobId) {
    Row version =
        tx.one(
                """
                SELECT project_id, dataset_id, digest FROM catalog.dataset_version
                WHERE tenant_id = $1 AND id = $2
                """,
                tx.tenantId(),
                versionId)
            .orElseThrow();
    return suites
        .inForce(tx, version.getUUID("dataset_id"))
        .filter(suite -> !suite.expectations().isEmpty())
        .map(
            suite -> {
              insert(tx, versionId, version, suite, jobId);
              return suites.asParameters(suite);
            });
  }

  private void insert(
      Transaction tx, UUID versionId, Row version, ExpectationSuite suite, UUID jobId) {
    tx.update(
        """
        INSERT INTO catalog.validation
          (tenant_id, id, project_id, dataset_version_id, suite_id, version_digest, suite_digest, job_id, status,
           started_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'RUNNING', $9)
        """,
        tx.tenantId(),
        Ids.next(),
        version.getUUID("project_id"),
        versionId,
        suite.id(),
        version.getString("digest"),
        suite.digest(),
        jobId,
        now());
  }

  /** It is ERRORED, for that reason; nothing happens where the job checks nothing. */
  void fail(Transaction tx, UUID jobId, String reason) {
    tx.one(OF_JOB, tx.tenantId(), jobId)
        .ifPresent(row -> end(tx, row.getUUID("id"), ValidationStatus.ERRORED, 0, 0, 0, reason));
  }

  /**
   * Keeps what the job said of each expectation.
   *
   * @param tables all of the version: an expectation that names none is of each of them
   * @param rows what failed, in a version of its own; null where nothing is kept apart
   */
  SuiteOutcome conclude(
      Transaction tx, UUID jobId, List<String> tables, List<CheckLine> lines, Quarantine rows) {
    Optional<Row> run = tx.one(OF_JOB, tx.tenantId(), jobId);
    if (run.isEmpty()) {
      return new SuiteOutcome.Passed();
    }
    UUID id = run.get().getUUID("id");
    List<Expectation> expectations = suites.ofRun(tx, run.get().getUUID("suite_id")).expectations();
    int wanted =
        expectations.stream()
            .mapToInt(one -> one.table() == null ? Math.max(1, tables.size()) : 1)
            .sum();
    boolean known =
        lines.stream()
            .allMatch(line -> line.position() >= 0 && line.position() < expectations.size());
    boolean each =
        lines.stream().map(CheckLine::position).distinct().count() == expectations.size();
    if (!known || !each || lines.size() != wanted) {
      String reason = "%d of %d checks were judged".formatted(lines.size(), wanted);
      end(tx, id, ValidationStatus.ERRORED, 0, 0, 0, reason);
      return new SuiteOutcome.Errored(reason);
    }
    insert(tx, id, expectations, lines);
    List<CheckLine> failed = lines.stream().filter(line -> !line.success()).toList();
    List<CheckLine> blocking =
        failed.stream()
            .filter(line -> expectations.get(line.position()).severity() == Severity.BLOCK)
            .toList();
    end(
        tx,
        id,
        blocking.isEmpty() ? ValidationStatus.PASSED : ValidationStatus.FAILED,
        lines.size() - failed.size(),
        failed.size() - blocking.size(),
        blocking.size(),
        null);
    if (rows != null) {
      keepApart(tx, id, rows);
    }
    return blocking.isEmpty()
        ? new SuiteOutcome.Passed()
        : new SuiteOutcome.Failed(reason(expectations, lines.size(), blocking));
  }

  private static void insert(
      Transaction tx, UUID id, List<Expectation> expectations, List<CheckLine> lines) {
    List<CheckLine> sorted =
        lines.stream()
            .sorted(java.util.Comparator.comparingInt(CheckLine::position))
            .collect(Collectors.toCollection(ArrayList::new));
    tx.batch(
        """
        INSERT INTO catalog.expectation_result
          (tenant_id, validation_id, number, position, table_name, severity, success, error, element_count,
           missing_count, unexpected_count, observed_value, samples)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        IntStream.range(0, sorted.size())
            .mapToObj(i -> row(tx.tenantId(), id, i + 1, sorted.get(i), expectations))
            .toList());
  }

  private static Tuple row(
      UUID tenantId, UUID id, int number, CheckLine line, List<Expectation> expectations) {
    Tuple row = Tuple.tuple();
    row.addUUID(tenantId)
        .addUUID(id)
        .addInteger(number)
        .addInteger(line.position())
        .addString(line.table())
        .addString(expectations.get(line.position()).severity().name())
        .addBoolean(line.success())
        .addString(line.error())
        .addLong(line.elements())
        .addLong(line.missing())
        .addLong(line.unexpected())
        .addString(line.observed())
        .addJsonArray(line.samples());
    return row;
  }

  private static void keepApart(Transaction tx, UUID id, Quarantine rows) {
    tx.update(
        """
        UPDATE catalog.validation
        SET quarantine_version_id = $3, quarantined_rows = $4, quarantine_cut = $5
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        id,
        rows.versionId(),
        rows.rows(),
        rows.cut());
  }

  /**
   * Rows that failed.
   *
   * @param versionId of the version that they make
   */
  record Quarantine(UUID versionId, long rows, boolean cut) {}

  private void end(
      Transaction tx,
      UUID id,
      ValidationStatus status,
      int passed,
      int warned,
      int failed,
      String error) {
    tx.updateOne(
        "validation is not RUNNING",
        """
        UPDATE catalog.validation
        SET status = $3, passed = $4, warned = $5, failed = $6, error = $7, ended_at = $8
        WHERE tenant_id = $1 AND id = $2 AND status = 'RUNNING'
        """,
        tx.tenantId(),
        id,
        status.name(),
        passed,
        warned,
        failed,
        error,
        now());
  }

  private static String reason(List<Expectation> expectations, int all, List<CheckLine> blocking) {
    CheckLine first = blocking.getFirst();
    Expectation one = expectations.get(first.position());
    StringBuilder said =
        new StringBuilder("%d of %d checks failed: ".formatted(blocking.size(), all))
            .append(one.name());
    if (one.column() != null) {
      said.append(" of ").append(one.column());
    }
    if (first.error() != null) {
      said.append(" (").append(first.error()).append(')');
    } else if (first.unexpected() != null && first.elements() != null) {
      said.append(" (%d of %d values)".formatted(first.unexpected(), first.elements()));
    }
    return said.toString();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
