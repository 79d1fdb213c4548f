package io.keelson.profiler.check;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * That no two rows have the same values. All rows of a value that is there more than once are
 * unexpected, the first one too. It costs a scan of these columns of its own, in which their
 * different values are held.
 */
record UniqueCheck(Expectation expectation, Grouping groups) implements Check {
  @Override
  public List<Measure> measures() {
    return List.of(Measure.ROWS);
  }

  @Override
  public Optional<Grouping> grouping() {
    return Optional.of(groups);
  }

  @Override
  public Result judge(Evidence evidence) throws NotJudged, SQLException {
    long rows = evidence.measures().count(Measure.ROWS);
    Groups found = evidence.groups();
    long considered = sum(found, "TRUE");
    long repeated = sum(found, "n > 1");
    Result result = Result.ofRows(expectation, rows, considered, repeated, rows - considered);
    return repeated == 0
        ? result
        : result.withSamples(
            found.list(
                Sql.shown(groups.value()),
                "WHERE n > 1 ORDER BY n DESC, k0 LIMIT " + Result.MAX_SAMPLES));
  }

  private static long sum(Groups found, String condition) throws NotJudged, SQLException {
    return ((Number) found.one("coalesce(sum(n), 0)::BIGINT", Groups.TABLE + " WHERE " + condition))
        .longValue();
  }
}
