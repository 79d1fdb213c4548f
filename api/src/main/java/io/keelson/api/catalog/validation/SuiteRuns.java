package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.expectation.Expectation;
import io.keelson.api.catalog.expectation.ExpectationSuite;
import io.keelson.api.catalog.expectation.ExpectationSuites;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the job of a version is told to check, and what came of it. */
@ApplicationScoped
public class SuiteRuns {
  private static final String RUNNING =
      """
      SELECT v.id, v.dataset_version_id, v.project_id, v.suite_id
      FROM catalog.validation v
      WHERE v.tenant_id = $1 AND v.dataset_version_id = $2 AND v.status = 'RUNNING'
      FOR NO KEY UPDATE
      """;

  private final ExpectationSuites suites;
  private final Quarantines quarantines;
  private final InstantSource clock;

  SuiteRuns(ExpectationSuites suites, Quarantines quarantines, InstantSource clock) {
    this.suites = suites;
    this.quarantines = quarantines;
    this.clock = clock;
  }

  /** A validation that is under way. */
  record Running(UUID id, UUID projectId, ExpectationSuite suite) {}

  /**
   * The one under way; one begins where the version is to be checked and none is.
   *
   * @return empty where nothing is expected of the version
   */
  Optional<Running> begin(Transaction tx, UUID versionId) {
    Optional<Running> running = running(tx, versionId);
    if (running.isPresent()) {
      return running;
    }
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
        .map(suite -> insert(tx, versionId, version, suite));
  }

  Optional<Running> running(Transaction tx, UUID versionId) {
    return tx.one(RUNNING, tx.tenantId(), versionId)
        .map(
            row ->
                new Running(
                    row.getUUID("id"),
                    row.getUUID("project_id"),
                    suites.ofRun(tx, row.getUUID("suite_id"))));
  }

  /** What an attempt left that could not tell goes with the next one. */
  private static void removeErrored(Transaction tx, UUID versionId) {
    for (String table : List.of("expectation_result", "checked_table")) {
      tx.update(
          """
          DELETE FROM catalog.%s c
          USING catalog.validation v
          WHERE c.tenant_id = $1 AND v.tenant_id = $1 AND v.id = c.validation_id
            AND v.dataset_version_id = $2 AND v.status = 'ERRORED'
          """
              .formatted(table),
          tx.tenantId(),
          versionId);
    }
    tx.update(
        """
        DELETE FROM catalog.validation
        WHERE tenant_id = $1 AND dataset_version_id = $2 AND status = 'ERRORED'
        """,
        tx.tenantId(),
        versionId);
  }

  private Running insert(Transaction tx, UUID versionId, Row version, ExpectationSuite suite) {
    removeErrored(tx, versionId);
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO catalog.validation
          (tenant_id, id, project_id, dataset_version_id, suite_id, version_digest, suite_digest, status, started_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'RUNNING', $8)
        """,
        tx.tenantId(),
        id,
        version.getUUID("project_id"),
        versionId,
        suite.id(),
        version.getString("digest"),
        suite.digest(),
        now());
    return new Running(id, version.getUUID("project_id"), suite);
  }

  /** In the transaction that submits the job. */
  static void submitted(Transaction tx, Running running, UUID jobId) {
    tx.update(
        "UPDATE catalog.validation SET job_id = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        running.id(),
        jobId);
  }

  /** What a job that checks is told. */
  JsonArray parameters(Running running) {
    return suites.asParameters(running.suite());
  }

  /** The tables that it is done with, by name. */
  static Set<String> done(Transaction tx, Running running) {
    return Set.copyOf(
        tx.list(
            row -> row.getString("name"),
            "SELECT name FROM catalog.checked_table WHERE tenant_id = $1 AND validation_id = $2",
            tx.tenantId(),
            running.id()));
  }

  /**
   * Keeps what a job said of a table, once.
   *
   * @param ordinal of the table among those of the version, from 0
   */
  static void keep(Transaction tx, Running running, int ordinal, CheckedTable said) {
    CheckedTable table = judged(running, said);
    int inserted =
        tx.update(
            """
            INSERT INTO catalog.checked_table
              (tenant_id, validation_id, name, failure, failed_rows, kept_rows, digest, size_bytes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant_id, validation_id, name) DO NOTHING
            """,
            tx.tenantId(),
            running.id(),
            table.table(),
            table.failure(),
            table.failedRows(),
            table.keptRows(),
            table.file() == null ? null : table.file().digest(),
            table.file() == null ? null : table.file().sizeBytes());
    if (inserted > 0 && !table.lines().isEmpty()) {
      insert(tx, running, ordinal, table.lines());
    }
  }

  /** A job that does not say of each expectation once what came of it has judged nothing. */
  private static CheckedTable judged(Running running, CheckedTable said) {
    if (said.failure() != null) {
      return said;
    }
    List<Integer> wanted = about(running.suite(), said.table());
    List<Integer> told = said.lines().stream().map(CheckLine::position).sorted().toList();
    return told.equals(wanted)
        ? said
        : CheckedTable.failed(
            said.table(), "%d of %d checks were judged".formatted(told.size(), wanted.size()));
  }

  /** Positions of the expectations that are about a table. */
  private static List<Integer> about(ExpectationSuite suite, String table) {
    return IntStream.range(0, suite.expectations().size())
        .filter(
            i -> {
              String named = suite.expectations().get(i).table();
              return named == null || named.equals(table);
            })
        .boxed()
        .toList();
  }

  private static void insert(Transaction tx, Running running, int ordinal, List<CheckLine> lines) {
    tx.batch(
        """
        INSERT INTO catalog.expectation_result
          (tenant_id, validation_id, number, position, table_name, severity, success, error, element_count,
           missing_count, unexpected_count, unexpected_percent, observed_value, samples)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        lines.stream()
            .map(
                line ->
                    row(
                        tx.tenantId(),
                        running,
                        -(line.position() * ValidationWork.MAX_TABLES + ordinal + 1),
                        line))
            .toList());
  }

  private static Tuple row(UUID tenantId, Running running, int number, CheckLine line) {
    return Tuple.tuple()
        .addUUID(tenantId)
        .addUUID(running.id())
        .addInteger(number)
        .addInteger(line.position())
        .addString(line.table())
        .addString(running.suite().expectations().get(line.position()).severity().name())
        .addBoolean(line.success())
        .addString(line.error())
        .addLong(line.elements())
        .addLong(line.missing())
        .addLong(line.unexpected())
        .addDouble(line.unexpectedPercent())
        .addString(line.observed())
        .addJsonArray(line.samples());
  }

  /** It is ERRORED, for that reason; nothing happens where none is under way. */
  void fail(Transaction tx, UUID versionId, String reason) {
    running(tx, versionId)
        .ifPresent(
            running -> {
              count(tx, running);
              end(tx, running.id(), ValidationStatus.ERRORED, new Counts(0, 0, 0), reason);
            });
  }

  /**
   * What the checks came to, once each table of the version was looked through.
   *
   * @param tables all of the version
   */
  SuiteOutcome conclude(Transaction tx, UUID versionId, List<String> tables) {
    Optional<Running> under = running(tx, versionId);
    if (under.isEmpty()) {
      return new SuiteOutcome.Passed();
    }
    Running running = under.get();
    Optional<String> failure =
        tx.one(
                """
                SELECT name, failure FROM catalog.checked_table
                WHERE tenant_id = $1 AND validation_id = $2 AND failure IS NOT NULL
                ORDER BY name
                LIMIT 1
                """,
                tx.tenantId(),
                running.id())
            .map(row -> row.getString("name") + " was not checked: " + row.getString("failure"));
    if (failure.isPresent()) {
      fail(tx, versionId, failure.get());
      return new SuiteOutcome.Errored(failure.get());
    }
    addMissing(tx, running, tables);
    Counts counts = count(tx, running);
    end(
        tx,
        running.id(),
        counts.failed() == 0 ? ValidationStatus.PASSED : ValidationStatus.FAILED,
        counts,
        null);
    quarantines.keepApart(tx, running, versionId);
    return counts.failed() == 0
        ? new SuiteOutcome.Passed()
        : new SuiteOutcome.Failed(reason(tx, running, counts));
  }

  /** What is expected of a table that is not there has failed. */
  private static void addMissing(Transaction tx, Running running, List<String> tables) {
    List<Expectation> all = running.suite().expectations();
    for (int i = 0; i < all.size(); i++) {
      String named = all.get(i).table();
      String error = null;
      if (named == null && tables.isEmpty()) {
        error = "the version has no table";
      } else if (named != null && !tables.contains(named)) {
        error = "the version has no table of this name";
      }
      if (error != null) {
        insert(
            tx,
            running,
            0,
            List.of(
                new CheckLine(
                    i, null, false, error, null, null, null, null, null, new JsonArray())));
      }
    }
  }

  /** How many checks passed, failed without blocking, and failed. */
  private record Counts(int passed, int warned, int failed) {}

  /** Numbers the results from 1, in the suite's order. */
  private static Counts count(Transaction tx, Running running) {
    tx.update(
        """
        UPDATE catalog.expectation_result r
        SET number = n.place
        FROM (
          SELECT number, row_number() OVER (ORDER BY number DESC) AS place
          FROM catalog.expectation_result
          WHERE tenant_id = $1 AND validation_id = $2
        ) n
        WHERE r.tenant_id = $1 AND r.validation_id = $2 AND r.number = n.number AND r.number < 0
        """,
        tx.tenantId(),
        running.id());
    Row row =
        tx.one(
                """
                SELECT count(*) FILTER (WHERE success) AS passed,
                  count(*) FILTER (WHERE NOT success AND severity <> 'BLOCK') AS warned,
                  count(*) FILTER (WHERE NOT success AND severity = 'BLOCK') AS failed
                FROM catalog.expectation_result
                WHERE tenant_id = $1 AND validation_id = $2
                """,
                tx.tenantId(),
                running.id())
            .orElseThrow();
    return new Counts(
        row.getLong("passed").intValue(),
        row.getLong("warned").intValue(),
        row.getLong("failed").intValue());
  }

  private void end(Transaction tx, UUID id, ValidationStatus status, Counts counts, String error) {
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
        counts.passed(),
        counts.warned(),
        counts.failed(),
        error,
        now());
  }

  private static String reason(Transaction tx, Running running, Counts counts) {
    Row first =
        tx.one(
                """
                SELECT position, table_name, error, element_count, unexpected_count
                FROM catalog.expectation_result
                WHERE tenant_id = $1 AND validation_id = $2 AND NOT success AND severity = 'BLOCK'
                ORDER BY number
                LIMIT 1
                """,
                tx.tenantId(),
                running.id())
            .orElseThrow();
    Expectation one = running.suite().expectations().get(first.getInteger("position"));
    StringBuilder said =
        new StringBuilder(
            "%d of %d checks failed: "
                .formatted(counts.failed(), counts.passed() + counts.warned() + counts.failed()));
    said.append(one.name());
    if (one.column() != null) {
      said.append(" of ").append(one.column());
    }
    if (first.getString("error") != null) {
      said.append(" (").append(first.getString("error")).append(')');
    } else if (first.getLong("unexpected_count") != null
        && first.getLong("element_count") != null) {
      said.append(
          " (%d of %d values)"
              .formatted(first.getLong("unexpected_count"), first.getLong("element_count")));
    }
    return said.toString();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
