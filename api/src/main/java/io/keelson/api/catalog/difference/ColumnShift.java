package io.keelson.api.catalog.difference;

import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.catalog.profile.ColumnProfile.Bucket;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.Divergence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How far the values of a column moved between two profiles: the population stability index that
 * drift of endpoints is told by too, over bins that both profiles can be counted in.
 *
 * <p>Numbers: the ranges of whichever profile spans more, with all below and all above them; the
 * ranges of the other one are shared out evenly where they lie across an edge, so that profiles of
 * the same span are counted exactly. What is missing, infinite or not a number is a bin. Other
 * values: those that both profiles count, all others together, and the missing ones; whatever is
 * lost in the others can only make the index smaller.
 */
final class ColumnShift {
  private ColumnShift() {}

  /**
   * @return empty where one of them has no rows, they hold values of different kinds, or no value
   *     is counted by both
   */
  static Optional<Double> psi(
      ColumnProfile before, long rowsBefore, ColumnProfile after, long rowsAfter) {
    if (before.isNumber() != after.isNumber() || rowsBefore <= 0 || rowsAfter <= 0) {
      return Optional.empty();
    }
    try {
      return before.isNumber()
          ? Optional.of(ofNumbers(before, rowsBefore, after, rowsAfter))
          : ofOthers(before, rowsBefore, after, rowsAfter);
    } catch (ArithmeticException | IllegalArgumentException contradictory) {
      // The profiler has read hostile files: its counts may add up to nothing.
      return Optional.empty();
    }
  }

  private static double between(Bins bins, long[] before, long[] after) {
    return Divergence.PSI.between(BinCounts.of(bins, before), BinCounts.of(bins, after));
  }

  private static double ofNumbers(
      ColumnProfile before, long rowsBefore, ColumnProfile after, long rowsAfter) {
    List<Range> rangesBefore = ranges(before);
    List<Range> rangesAfter = ranges(after);
    NumericBins bins =
        bins(halfSpan(rangesBefore) >= halfSpan(rangesAfter) ? rangesBefore : rangesAfter);
    return between(
        bins, counts(bins, rangesBefore, rowsBefore), counts(bins, rangesAfter, rowsAfter));
  }

  /** How many values lie from one number to another. */
  private record Range(double from, double to, long count) {
    /** Which part of it lies below a number, halved before it is subtracted against overflow. */
    double below(double number) {
      if (number >= to) {
        return number > from || to > from ? 1 : 0;
      }
      return number <= from ? 0 : (number / 2 - from / 2) / (to / 2 - from / 2);
    }
  }

  private static List<Range> ranges(ColumnProfile column) {
    return column.histogram().stream()
        .map(
            bucket ->
                new Range(
                    Double.parseDouble(bucket.from()),
                    Double.parseDouble(bucket.to()),
                    bucket.count()))
        .toList();
  }

  private static double halfSpan(List<Range> ranges) {
    return ranges.isEmpty() ? -1 : ranges.getLast().to() / 2 - ranges.getFirst().from() / 2;
  }

  private static NumericBins bins(List<Range> widest) {
    TreeSet<Double> edges = new TreeSet<>();
    for (Range range : widest) {
      edges.add(range.from() + 0.0); // no second zero below the first
    }
    if (!widest.isEmpty() && widest.getLast().to() < Double.MAX_VALUE) {
      edges.add(Math.nextUp(widest.getLast().to()) + 0.0);
    }
    return NumericBins.ofEdges(edges.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static long[] counts(NumericBins bins, List<Range> ranges, long rows) {
    double[] edges = bins.edges();
    long[] counts = new long[bins.size()];
    long rest = rows;
    for (Range range : ranges) {
      long given = 0;
      for (int i = 0; i <= edges.length; i++) {
        long below =
            i == edges.length ? range.count() : Math.round(range.below(edges[i]) * range.count());
        counts[i] = Math.addExact(counts[i], below - given);
        given = below;
      }
      rest = Math.subtractExact(rest, range.count());
    }
    counts[bins.missing()] = rest;
    return counts;
  }

  private static Optional<Double> ofOthers(
      ColumnProfile before, long rowsBefore, ColumnProfile after, long rowsAfter) {
    Named namedBefore = Named.of(before, rowsBefore);
    Named namedAfter = Named.of(after, rowsAfter);
    TreeSet<String> both = new TreeSet<>();
    for (String value : namedBefore.counts().keySet()) {
      if (namedAfter.knows(value)) {
        both.add(value);
      }
    }
    for (String value : namedAfter.counts().keySet()) {
      if (namedBefore.knows(value)) {
        both.add(value);
      }
    }
    if (both.isEmpty() && !(namedBefore.isComplete() && namedAfter.isComplete())) {
      return Optional.empty();
    }
    CategoryBins bins = CategoryBins.of(List.copyOf(both));
    return Optional.of(between(bins, namedBefore.in(bins), namedAfter.in(bins)));
  }

  /** The most frequent values of a profile. */
  private record Named(Map<String, Long> counts, long missing, long others) {
    static Named of(ColumnProfile column, long rows) {
      Map<String, Long> counts = new LinkedHashMap<>();
      long others = Math.subtractExact(rows, column.missing());
      for (Bucket bucket : column.histogram()) {
        counts.merge(bucket.from(), bucket.count(), Math::addExact);
        others = Math.subtractExact(others, bucket.count());
      }
      return new Named(counts, column.missing(), others);
    }

    /** Whether there is no other value. */
    boolean isComplete() {
      return others == 0;
    }

    boolean knows(String value) {
      return isComplete() || counts.containsKey(value);
    }

    long[] in(CategoryBins bins) {
      long[] in = new long[bins.size()];
      long rest = others;
      for (Map.Entry<String, Long> value : counts.entrySet()) {
        int bin = bins.binOf(value.getKey());
        if (bin == bins.other()) {
          rest = Math.addExact(rest, value.getValue());
        } else {
          in[bin] = value.getValue();
        }
      }
      in[bins.other()] = rest;
      in[bins.missing()] = missing;
      return in;
    }
  }
}
