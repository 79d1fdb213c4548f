package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The median and quantiles of a column of numbers, interpolated as by numpy. Each expectation costs
 * a further scan of the column, whose values are held in memory while it lasts.
 */
record OrderCheck(Expectation expectation, Operand number, Measure there) implements Check {
  /** How near a quantile must be to an end of its range to count as inside, relatively. */
  private static final double RELATIVE_TOLERANCE = 1e-4;

  private static final double ABSOLUTE_TOLERANCE = 1e-8;

  /** Where a quantile lies among the values in their order, which are counted from 0. */
  private record Position(long below, long above, double share) {
    static Position of(double quantile, long count, String interpolation) {
      // As numpy calculates it for percentiles, that no rounding differs.
      double place = quantile * 100 / 100 * (count - 1);
      long below = (long) Math.floor(place);
      long above = (long) Math.ceil(place);
      return switch (interpolation) {
        case "lower" -> new Position(below, below, 0);
        case "higher" -> new Position(above, above, 0);
        case "midpoint" -> new Position(below, above, 0.5);
        case "linear" -> new Position(below, above, place - below);
        default -> new Position((long) Math.rint(place), (long) Math.rint(place), 0);
      };
    }

    Number in(LongFunction<Number> values) {
      if (below == above) {
        return values.apply(below);
      }
      double low = values.apply(below).doubleValue();
      double high = values.apply(above).doubleValue();
      return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
    }
  }

  static Check of(Columns columns, Expectation expectation) throws NotJudged {
    Operand number = columns.get(expectation.column()).number();
    Operand plain =
        number.type().isWhole()
            ? number
            : new Operand(number.sql() + "::DOUBLE", ColumnType.DOUBLE);
    return new OrderCheck(expectation, plain, Measure.count(plain.isThere()));
  }

  @Override
  public List<Measure> measures() {
    return List.of(there);
  }

  @Override
  public Result judge(Evidence evidence) throws NotJudged, SQLException {
    long count = evidence.measures().count(there);
    return expectation.name() == ExpectationName.COLUMN_MEDIAN_TO_BE_BETWEEN
        ? median(evidence, count)
        : quantiles(evidence, count);
  }

  private Result median(Evidence evidence, long count) throws NotJudged, SQLException {
    if (count == 0) {
      return Result.observed(expectation, false, null, true);
    }
    double median =
        read(evidence, count, List.of(Position.of(0.5, count, "midpoint")))
            .getFirst()
            .doubleValue();
    return Result.observed(expectation, Bounds.hold(expectation, median), median, false);
  }

  private Result quantiles(Evidence evidence, long count) throws NotJudged, SQLException {
    JsonNode asked = expectation.argument("quantile_ranges");
    JsonNode interpolation = expectation.argument("allow_relative_error");
    String method =
        interpolation == null || interpolation.isBoolean() ? "nearest" : interpolation.textValue();
    List<Double> quantiles = new ArrayList<>();
    asked.path("quantiles").forEach(quantile -> quantiles.add(quantile.doubleValue()));
    List<Number> values =
        count == 0
            ? Collections.nCopies(quantiles.size(), null)
            : read(
                evidence,
                count,
                quantiles.stream().map(q -> Position.of(q, count, method)).toList());
    boolean success = true;
    for (int i = 0; i < values.size(); i++) {
      success &= isWithin(values.get(i), asked.path("value_ranges").get(i));
    }
    Map<String, Object> observed = new LinkedHashMap<>();
    observed.put("quantiles", quantiles);
    observed.put("values", values);
    return Result.observed(expectation, success, observed, count == 0);
  }

  private static boolean isWithin(Number value, JsonNode range) {
    if (value == null) {
      return false;
    }
    double figure = value.doubleValue();
    double low = range.get(0).isNull() ? Double.NEGATIVE_INFINITY : range.get(0).doubleValue();
    double high = range.get(1).isNull() ? Double.POSITIVE_INFINITY : range.get(1).doubleValue();
    return isClose(figure, low) || isClose(figure, high) || (low <= figure && figure <= high);
  }

  private static boolean isClose(double figure, double end) {
    return Double.isFinite(end)
        && Math.abs(figure - end) <= ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(end);
  }

  private List<Number> read(Evidence evidence, long count, List<Position> positions)
      throws NotJudged, SQLException {
    SortedSet<Long> ranks = new TreeSet<>();
    for (Position position : positions) {
      ranks.add(position.below());
      ranks.add(position.above());
    }
    // The middle of a rank's share of the values, so that rounding cannot reach its neighbours.
    String shares =
        ranks.stream()
            .map(rank -> Double.toString((rank + 0.5) / count))
            .collect(Collectors.joining(", "));
    List<List<Object>> rows =
        evidence
            .engine()
            .judged(
                "SELECT unnest(quantile_disc(%s, [%s])) FROM %s AS %s"
                    .formatted(number.sql(), shares, evidence.relation(), Sql.ROW));
    Map<Long, Number> byRank = new HashMap<>();
    for (Long rank : ranks) {
      byRank.put(rank, (Number) rows.get(byRank.size()).getFirst());
    }
    return positions.stream().map(position -> position.in(byRank::get)).toList();
  }
}
