package io.keelson.profiler.check;

import io.keelson.profiler.check.ColumnType.Family;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Figures of a column's different values. All of one column, and its uniqueness, cost one further
 * scan of the column together.
 *
 * @param set null where the expectation has none
 */
record DistinctCheck(Expectation expectation, Operand value, ValueSet set) implements Check {
  private static final String MOST = "n = (SELECT max(n) FROM " + Groups.TABLE + ")";
  private static final String FIRST = " ORDER BY k0 LIMIT " + Result.MAX_SAMPLES;

  static Check of(Engine engine, Columns columns, Expectation expectation)
      throws NotJudged, SQLException {
    Column column = columns.get(expectation.column());
    ValueSet set =
        expectation.argument("value_set") == null
            ? null
            : ValueSet.of(engine, expectation, column.scalar());
    return new DistinctCheck(expectation, column.value(), set);
  }

  @Override
  public List<Measure> measures() {
    return List.of();
  }

  @Override
  public Optional<Grouping> grouping() {
    return Optional.of(Grouping.of(value));
  }

  @Override
  public Result judge(Evidence evidence) throws NotJudged, SQLException {
    Groups groups = evidence.groups();
    long distinct = groups.count("TRUE");
    return switch (expectation.name()) {
      case COLUMN_UNIQUE_VALUE_COUNT_TO_BE_BETWEEN ->
          observed(Bounds.hold(expectation, distinct), distinct, distinct);
      case COLUMN_PROPORTION_OF_UNIQUE_VALUES_TO_BE_BETWEEN -> proportion(groups, distinct);
      case COLUMN_DISTINCT_VALUES_TO_BE_IN_SET,
          COLUMN_DISTINCT_VALUES_TO_CONTAIN_SET,
          COLUMN_DISTINCT_VALUES_TO_EQUAL_SET ->
          againstSet(evidence.engine(), groups, distinct);
      case COLUMN_MOST_COMMON_VALUE_TO_BE_IN_SET -> mostCommon(groups, distinct);
      default -> throw new IllegalArgumentException(expectation.name().text());
    };
  }

  private Result observed(boolean success, Object observed, long distinct) {
    return Result.observed(expectation, success, observed, distinct == 0);
  }

  private Result proportion(Groups groups, long distinct) throws NotJudged, SQLException {
    if (distinct == 0) {
      return observed(Bounds.hold(expectation, 0), 0L, 0);
    }
    double there = ((Number) groups.one("sum(n)::BIGINT", Groups.TABLE)).doubleValue();
    double proportion = distinct / there;
    return observed(Bounds.hold(expectation, proportion), proportion, distinct);
  }

  private Result againstSet(Engine engine, Groups groups, long distinct)
      throws NotJudged, SQLException {
    Long unexpected = null;
    Long missing = null;
    List<Object> samples = new ArrayList<>();
    if (expectation.name() != ExpectationName.COLUMN_DISTINCT_VALUES_TO_CONTAIN_SET) {
      String isOther = "NOT (" + set.holds(member()) + ")";
      unexpected = groups.count(isOther);
      samples.addAll(groups.list(Sql.shown("k0"), "WHERE " + isOther + FIRST));
    }
    if (expectation.name() != ExpectationName.COLUMN_DISTINCT_VALUES_TO_BE_IN_SET) {
      List<Object> lacking = lacking(engine);
      missing = (long) lacking.size();
      samples.addAll(lacking);
    }
    boolean success = (unexpected == null || unexpected == 0) && (missing == null || missing == 0);
    return observed(success, null, distinct).withCounts(missing, unexpected).withSamples(samples);
  }

  /** As they were written in the suite. */
  private List<Object> lacking(Engine engine) throws NotJudged, SQLException {
    List<Object> lacking = new ArrayList<>();
    if (!set.isWithoutPossible()) {
      engine
          .judged(
              "SELECT t FROM %s AS s ANTI JOIN %s AS g ON s.v = %s"
                  .formatted(set.relation(), Groups.TABLE, member()))
          .forEach(row -> lacking.add(row.getFirst()));
    }
    lacking.addAll(set.impossible());
    return lacking;
  }

  /** A group's value, as values of the set are compared with it. */
  private String member() {
    return value.type().family() == Family.BOOLEAN ? "k0::TINYINT" : "k0";
  }

  /** All of the most frequent values are observed, where they are no more than samples may be. */
  private Result mostCommon(Groups groups, long distinct) throws NotJudged, SQLException {
    long modes = groups.count(MOST);
    long expected = groups.count(MOST + " AND " + set.holds(member()));
    boolean success =
        expectation.flag("ties_okay", false) ? expected > 0 : modes == 1 && expected == 1;
    String shown = new Operand("k0", value.type()).shown();
    return observed(success, groups.list(shown, "WHERE " + MOST + FIRST), distinct);
  }
}
