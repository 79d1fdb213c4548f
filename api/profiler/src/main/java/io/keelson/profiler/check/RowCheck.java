package io.keelson.profiler.check;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Rows that are judged one by one, in the one scan of the table; where some are unexpected, one
 * more scan finds samples of all such expectations.
 *
 * @param considered in SQL, which rows are judged
 * @param unexpected in SQL, which of those are not as expected
 * @param shown an expression of text, a sample; null for none
 * @param hasMissing whether rows that are not considered are told as missing
 */
record RowCheck(
    Expectation expectation, String considered, String unexpected, String shown, boolean hasMissing)
    implements Check {

  /** Values that are there and of which a condition does not hold. */
  static RowCheck of(Expectation expectation, Operand value, String holds) {
    return new RowCheck(
        expectation, value.isThere(), "NOT (" + holds + ")", Sql.shown(value.sql()), true);
  }

  @Override
  public List<Measure> measures() {
    return List.of(Measure.ROWS, Measure.count(considered), Measure.count(isUnexpected()));
  }

  private String isUnexpected() {
    return "(%s AND %s)".formatted(considered, unexpected);
  }

  @Override
  public Result judge(Evidence evidence) throws NotJudged, SQLException {
    Measures measures = evidence.measures();
    long rows = measures.count(Measure.ROWS);
    long counted = measures.count(Measure.count(considered));
    return Result.ofRows(
        expectation,
        rows,
        counted,
        measures.count(Measure.count(isUnexpected())),
        hasMissing ? rows - counted : null);
  }

  /** The most frequent, in constant memory; of very many different ones, some. */
  @Override
  public Optional<Measure> samples() {
    return Optional.ofNullable(shown)
        .map(
            text ->
                Measure.of(
                    "CASE WHEN %s THEN %s END".formatted(isUnexpected(), text),
                    "approx_top_k(%s, %d)".formatted(Measure.VALUE, Result.MAX_SAMPLES)));
  }

  @Override
  public Optional<String> unexpectedRow() {
    return Optional.of(isUnexpected());
  }
}
