package io.keelson.profiler.check;

import io.keelson.profiler.check.ColumnType.Family;
import java.sql.SQLException;
import java.util.List;

/**
 * Figures of a column that the one scan of the table gives. Standard deviations are those of a
 * sample.
 *
 * @param value the figure, as it is shown
 * @param holds whether it lies between
 * @param there how many values there are
 */
record Aggregates(Expectation expectation, Measure value, Measure holds, Measure there)
    implements Check {

  static Check of(Engine engine, Columns columns, Expectation expectation)
      throws NotJudged, SQLException {
    Column column = columns.get(expectation.column());
    return switch (expectation.name()) {
      case COLUMN_MIN_TO_BE_BETWEEN -> extreme(engine, expectation, column, "min");
      case COLUMN_MAX_TO_BE_BETWEEN -> extreme(engine, expectation, column, "max");
      case COLUMN_MEAN_TO_BE_BETWEEN -> {
        Operand number = column.number();
        String mean = number.type().isWhole() ? "avg(%s)" : "favg((%s)::DOUBLE)";
        yield figure(engine, expectation, number, mean, ColumnType.DOUBLE);
      }
      case COLUMN_STDEV_TO_BE_BETWEEN ->
          figure(
              engine, expectation, column.number(), "stddev_samp((%s)::DOUBLE)", ColumnType.DOUBLE);
      case COLUMN_SUM_TO_BE_BETWEEN -> sum(engine, expectation, column.number());
      default -> throw new IllegalArgumentException(expectation.name().text());
    };
  }

  private static Check extreme(
      Engine engine, Expectation expectation, Column column, String function)
      throws NotJudged, SQLException {
    Operand value = column.scalar();
    return figure(engine, expectation, value, function + "(%s)", value.type());
  }

  /** Exact but for floating point numbers, and for integers of 128 bits, which may overflow. */
  private static Check sum(Engine engine, Expectation expectation, Operand number)
      throws NotJudged, SQLException {
    ColumnType type = number.type();
    if (type.family() == Family.FLOATING || type.name().endsWith("HUGEINT")) {
      return figure(
          engine, expectation, number, "coalesce(fsum((%s)::DOUBLE), 0)", ColumnType.DOUBLE);
    }
    ColumnType sum = ColumnType.of(type.isWhole() ? "HUGEINT" : "DECIMAL(38," + type.scale() + ")");
    return figure(engine, expectation, number, "coalesce(sum(%s), 0)", sum);
  }

  private static Check figure(
      Engine engine, Expectation expectation, Operand column, String function, ColumnType type)
      throws NotJudged, SQLException {
    Operand figure = new Operand(function.formatted(Measure.VALUE), type);
    return new Aggregates(
        expectation,
        Measure.of(column.sql(), figure.shown()),
        Measure.of(column.sql(), Bounds.condition(engine, expectation, figure)),
        Measure.count(column.isThere()));
  }

  @Override
  public List<Measure> measures() {
    return List.of(value, holds, there);
  }

  @Override
  public Result judge(Evidence evidence) throws NotJudged {
    Measures measures = evidence.measures();
    return Result.observed(
        expectation,
        Boolean.TRUE.equals(measures.value(holds)),
        measures.value(value),
        measures.count(there) == 0);
  }
}
