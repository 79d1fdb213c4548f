package io.keelson.profiler.check;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The expectations of one table, judged.
 *
 * <p>One scan of the table finds all counts and figures of up to {@value Measures#MAX_AGGREGATES}
 * aggregates, or {@value Measures#MAX_LOOKUPS} sets of more than 20 values; more cost another.
 * Beside it:
 *
 * <ul>
 *   <li>uniqueness, unique values, distinct values and most common values: one scan of the columns
 *       concerned for each column or list of columns, in which their different values are held;
 *   <li>a median or quantiles: one scan of the column for each expectation;
 *   <li>samples: one scan for up to {@value Measures#MAX_AGGREGATES} row-level expectations that
 *       found something unexpected;
 *   <li>the quarantine: one scan of the whole table, and one of the columns of each uniqueness that
 *       failed, where there is anything to set aside.
 * </ul>
 */
public final class TableChecks {
  private final Engine engine;
  private final String relation;
  private final Columns columns;
  private final Map<Check, Result> results = new LinkedHashMap<>();
  private int scans;

  private TableChecks(Engine engine, String relation) throws SQLException {
    this.engine = engine;
    this.relation = relation;
    this.columns = Columns.of(engine, relation);
  }

  /**
   * Judges all of them. What does not fit, such as a column that is not there, is a result.
   *
   * @param schema where the table or view lies in the connection's own database
   * @param expectations those about this table, each once
   * @throws SQLException when memory or disk do not suffice, or the files cannot be read
   */
  public static TableChecks run(
      Connection connection, String schema, String table, List<Expectation> expectations)
      throws SQLException {
    Engine engine = new Engine(connection);
    String catalog = (String) engine.rows("SELECT current_catalog()").getFirst().getFirst();
    String relation =
        Sql.identifier(catalog) + "." + Sql.identifier(schema) + "." + Sql.identifier(table);
    TableChecks checks = new TableChecks(engine, relation);
    checks.judge(expectations);
    return checks;
  }

  private void judge(List<Expectation> expectations) throws SQLException {
    List<Check> checks = new ArrayList<>();
    Set<Measure> measures = new LinkedHashSet<>(List.of(Measure.ROWS));
    for (Expectation expectation : expectations) {
      Check check = understood(expectation);
      checks.add(check);
      measures.addAll(check.measures());
      results.put(check, null);
    }
    Measures found = Measures.read(engine, relation, measures);
    scans += found.scans();
    Map<Optional<Grouping>, List<Check>> byGrouping = new LinkedHashMap<>();
    checks.forEach(
        check ->
            byGrouping.computeIfAbsent(check.grouping(), none -> new ArrayList<>()).add(check));
    for (Map.Entry<Optional<Grouping>, List<Check>> entry : byGrouping.entrySet()) {
      if (entry.getKey().isPresent()) {
        judgeGrouped(entry.getKey().get(), entry.getValue(), found);
      } else {
        for (Check check : entry.getValue()) {
          scans += check instanceof OrderCheck ? 1 : 0;
          judge(check, new Evidence(engine, relation, found, null));
        }
      }
    }
    addSamples();
  }

  private Check understood(Expectation expectation) throws SQLException {
    try {
      return switch (expectation.name().kind()) {
        case TABLE -> Shapes.ofTable(columns, expectation);
        case COLUMN -> Shapes.ofColumn(engine, columns, expectation);
        case COLUMN_MAP -> ColumnMaps.of(engine, columns, expectation);
        case COLUMN_PAIR_MAP -> RecordMaps.ofPair(columns, expectation);
        case MULTICOLUMN_MAP -> RecordMaps.ofRecord(columns, expectation);
        case COLUMN_AGGREGATE -> aggregate(expectation);
      };
    } catch (NotJudged e) {
      return new Settled(expectation, Result.errored(expectation, e.getMessage()));
    }
  }

  private Check aggregate(Expectation expectation) throws SQLException, NotJudged {
    return switch (expectation.name()) {
      case COLUMN_MIN_TO_BE_BETWEEN,
          COLUMN_MAX_TO_BE_BETWEEN,
          COLUMN_MEAN_TO_BE_BETWEEN,
          COLUMN_SUM_TO_BE_BETWEEN,
          COLUMN_STDEV_TO_BE_BETWEEN ->
          Aggregates.of(engine, columns, expectation);
      case COLUMN_MEDIAN_TO_BE_BETWEEN, COLUMN_QUANTILE_VALUES_TO_BE_BETWEEN ->
          OrderCheck.of(columns, expectation);
      default -> DistinctCheck.of(engine, columns, expectation);
    };
  }

  private void judgeGrouped(Grouping grouping, List<Check> checks, Measures found)
      throws SQLException {
    scans++;
    try (Groups groups = Groups.make(engine, relation, grouping)) {
      for (Check check : checks) {
        judge(check, new Evidence(engine, relation, found, groups));
      }
    } catch (NotJudged e) {
      for (Check check : checks) {
        results.put(check, Result.errored(check.expectation(), e.getMessage()));
      }
    }
  }

  private void judge(Check check, Evidence evidence) throws SQLException {
    try {
      results.put(check, check.judge(evidence));
    } catch (NotJudged e) {
      results.put(check, Result.errored(check.expectation(), e.getMessage()));
    }
  }

  private void addSamples() throws SQLException {
    Map<Check, Measure> wanted = new LinkedHashMap<>();
    results.forEach(
        (check, result) -> {
          if (result.unexpectedCount() != null && result.unexpectedCount() > 0) {
            check.samples().ifPresent(measure -> wanted.put(check, measure));
          }
        });
    Measures samples = Measures.read(engine, relation, new LinkedHashSet<>(wanted.values()));
    scans += samples.scans();
    for (Map.Entry<Check, Measure> entry : wanted.entrySet()) {
      try {
        if (samples.value(entry.getValue()) instanceof List<?> values) {
          List<String> texts = values.stream().map(String::valueOf).sorted().toList();
          results.computeIfPresent(entry.getKey(), (check, result) -> result.withSamples(texts));
        }
      } catch (NotJudged e) {
        // Values that cannot be shown as text: there are none to show.
      }
    }
  }

  /** In the order of the expectations. */
  public List<Result> results() {
    return List.copyOf(results.values());
  }

  /** How often the table, or some of its columns, were read. */
  public int scans() {
    return scans;
  }

  /**
   * Writes the rows that made a row-level expectation of severity BLOCK fail, with the ids of all
   * such expectations that a row fails. No file is written where there are none.
   *
   * @param file Parquet, which the connection must be allowed to write
   * @param maxRows how many are written at most
   * @throws SQLException when memory or disk do not suffice
   */
  public Quarantine quarantine(Path file, long maxRows) throws SQLException {
    List<Check> failed = new ArrayList<>();
    results.forEach(
        (check, result) -> {
          if (!result.success()
              && result.unexpectedCount() != null
              && result.unexpectedCount() > 0
              && check.expectation().severity() == Expectation.Severity.BLOCK
              && check.expectation().name().kind().isRowLevel()) {
            failed.add(check);
          }
        });
    return new QuarantineWriter(engine, relation, columns, maxRows).write(failed, file);
  }
}
